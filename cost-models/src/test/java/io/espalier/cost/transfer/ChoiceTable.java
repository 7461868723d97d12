package io.espalier.cost.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * A public table of measured latencies: networks that choose one operation at every position, on several devices.
 *
 * @param operations all that can be chosen
 * @param choices by network and position: index of the operation
 * @param nothing the operation that computes nothing, if there is one
 * @param sizes by network: MACs and parameters, or nothing
 * @param latenciesMs by device, of all networks
 */
record ChoiceTable(
        String name,
        List<String> operations,
        int[][] choices,
        Optional<String> nothing,
        double[][] sizes,
        Map<String, double[]> latenciesMs) {

    /** NAS-Bench-201: 15,625 cells on 6 devices. */
    static ChoiceTable nasBench201(Path tables) {
        List<String[]> rows = rows(tables.resolve("nb201/nb201.csv.gz"));
        String[] header = rows.remove(0);
        List<String> columns = List.of(header);
        int[] positions = columns("e10 e20 e21 e30 e31 e32", columns);
        double[][] sizes = new double[rows.size()][];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = new double[] {
                Double.parseDouble(rows.get(i)[columns.indexOf("macs")]),
                Double.parseDouble(rows.get(i)[columns.indexOf("params")])
            };
        }
        String[][] words = new String[rows.size()][positions.length];
        for (int i = 0; i < words.length; i++) {
            for (int j = 0; j < positions.length; j++) {
                words[i][j] = rows.get(i)[positions[j]];
            }
        }
        Map<String, double[]> latencies = new LinkedHashMap<>();
        for (int column = 0; column < header.length; column++) {
            if (header[column].startsWith("latency_")) {
                latencies.put(header[column].replaceAll("latency_|_ms", ""), column(rows, column));
            }
        }
        return of("NAS-Bench-201", words, Optional.of("none"), sizes, latencies);
    }

    /** FBNet's space: 5,000 networks of 22 layers on 27 devices. */
    static ChoiceTable fbnet(Path tables) {
        List<String[]> rows = rows(tables.resolve("help/fbnet_latency_help.csv.gz"));
        String[] header = rows.remove(0);
        String[][] words = new String[rows.size()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = rows.get(i)[1].split("");
        }
        Map<String, double[]> latencies = new LinkedHashMap<>();
        for (int column = 2; column < header.length; column++) {
            latencies.put(header[column], column(rows, column));
        }
        return of("FBNet", words, Optional.empty(), new double[rows.size()][0], latencies);
    }

    private static ChoiceTable of(
            String name,
            String[][] words,
            Optional<String> nothing,
            double[][] sizes,
            Map<String, double[]> latencies) {
        List<String> operations = List.copyOf(
                new TreeSet<>(Arrays.stream(words).flatMap(Arrays::stream).toList()));
        int[][] choices = new int[words.length][];
        for (int i = 0; i < words.length; i++) {
            choices[i] = Arrays.stream(words[i]).mapToInt(operations::indexOf).toArray();
        }
        return new ChoiceTable(name, operations, choices, nothing, sizes, latencies);
    }

    int networks() {
        return choices.length;
    }

    List<String> devices() {
        return List.copyOf(latenciesMs.keySet());
    }

    private static int[] columns(String names, List<String> header) {
        return Arrays.stream(names.split(" ")).mapToInt(header::indexOf).toArray();
    }

    private static double[] column(List<String[]> rows, int column) {
        return rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
    }

    private static List<String[]> rows(Path file) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return new ArrayList<>(reader.lines().map(line -> line.split(",")).toList());
        } catch (IOException e) {
            throw new IllegalStateException("The table (%s) cannot be read.".formatted(file), e);
        }
    }
}
