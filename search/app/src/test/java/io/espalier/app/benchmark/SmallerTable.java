package io.espalier.app.benchmark;

import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.measure.LatencyProtocol;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.weights.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** Models beside the first of them, all timed together. */
final class SmallerTable {
    private static final Duration TIMING = Duration.ofMinutes(3);
    private static final int THREADS = 1;
    private static final int BATCH = 1;

    private SmallerTable() {}

    /** @param before accuracy without training, 0 to 1; NaN when it has none to speak of. */
    record Row(String name, Model model, double before, double after) {
        static Row untrained(String name, Model model) {
            return new Row(name, model, Double.NaN, Double.NaN);
        }

        long macs() {
            return Macs.of(model.graph(), ShapeInference.infer(model.graph()));
        }
    }

    static void print(List<Row> rows, boolean accuracies, PrintStream out) {
        Map<String, LatencyStatistics> latencies = latencies(rows);
        out.println(
                "| | MACs | file | file, gzip | latency, ms | of dense |" + (accuracies ? " untrained | tuned |" : ""));
        out.println("|---|---|---|---|---|---|" + (accuracies ? "---|---|" : ""));
        Row dense = rows.get(0);
        double denseUs = p10(latencies, dense);
        long denseBytes = bytes(dense, false);
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f %% | %.0f %% | %.0f %% | %.3f | %.0f %% |",
                    row.name(),
                    100.0 * row.macs() / dense.macs(),
                    100.0 * bytes(row, false) / denseBytes,
                    100.0 * bytes(row, true) / denseBytes,
                    p10(latencies, row) / 1000,
                    100 * p10(latencies, row) / denseUs);
            if (accuracies) {
                out.printf(Locale.ROOT, " %.2f | %.2f |", 100 * row.before(), 100 * row.after());
            }
            out.println();
        }
    }

    private static double p10(Map<String, LatencyStatistics> latencies, Row row) {
        return Objects.requireNonNull(latencies.get(row.name()), "measured").p10Us();
    }

    private static Map<String, LatencyStatistics> latencies(List<Row> rows) {
        List<LatencySubject> subjects = new ArrayList<>();
        rows.forEach(row -> subjects.add(LatencySubject.of(row.name(), Precision.FP32, row.model())));
        return LatencyProtocol.standard(TIMING, 0)
                .measure(subjects, OnnxRuntime.open(), THREADS, BATCH, System::nanoTime, MeasurementListener.NONE);
    }

    private static long bytes(Row row, boolean zipped) {
        try {
            Path file = Files.createTempFile("smaller", ".onnx");
            try {
                OnnxWriter.write(row.model(), file);
                return zipped ? zipped(Files.readAllBytes(file)) : Files.size(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(bytes);
        }
        return packed.size();
    }
}
