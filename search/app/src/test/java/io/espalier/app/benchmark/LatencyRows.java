package io.espalier.app.benchmark;

import io.espalier.profile.KernelKey;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.imports.FbnetSpace;
import io.espalier.zoo.graph.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A public table of networks: what each consists of, and its latency in ms on each device. */
final class LatencyRows {
    private final List<Map<String, String>> rows;

    private LatencyRows(List<Map<String, String>> rows) {
        this.rows = rows;
    }

    /** @param file comma-separated values with a head, packed */
    static LatencyRows read(Path file) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            String[] columns = reader.readLine().split(",");
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.split(",");
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < columns.length; i++) {
                    row.put(columns[i], cells[i]);
                }
                rows.add(row);
            }
        }
        return new LatencyRows(rows);
    }

    /** The networks of FBNet's space on a device. */
    List<NetworkSample> fbnet(String device, Precision precision) {
        List<NetworkSample> samples = new ArrayList<>();
        for (Map<String, String> row : rows) {
            String digits = row.get("ops(22 digits)");
            samples.add(sample(digits, FbnetSpace.network(digits, precision), precision, row.get(device)));
        }
        return samples;
    }

    /** The networks of NAS-Bench-201 on a device. */
    List<NetworkSample> cells(String device, Precision precision) {
        List<NetworkSample> samples = new ArrayList<>();
        for (Map<String, String> row : rows) {
            List<String> operations = List.of(
                    row.get("e10"), row.get("e20"), row.get("e21"), row.get("e30"), row.get("e31"), row.get("e32"));
            samples.add(sample(
                    operations.toString(),
                    NasBench201.network(operations, precision),
                    precision,
                    row.get("latency_%s_ms".formatted(device))));
        }
        return samples;
    }

    private static NetworkSample sample(String name, Map<KernelKey, Integer> kernels, Precision precision, String ms) {
        return new NetworkSample(name, precision, kernels, LatencyStatistics.exactly(Double.parseDouble(ms) * 1000));
    }
}
