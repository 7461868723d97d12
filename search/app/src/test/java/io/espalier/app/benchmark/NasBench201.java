package io.espalier.app.benchmark;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernels of a network of NAS-Bench-201 (Dong and Yang, ICLR 2020) on CIFAR-10: a stem, three stages of five cells with
 * 16, 32 and 64 channels, a residual block of stride two between them, and a classifier.
 */
final class NasBench201 {
    private static final int CELLS = 5;
    /** From which node to which the six operations of a cell go. */
    private static final int[][] EDGES = {{0, 1}, {0, 2}, {1, 2}, {0, 3}, {1, 3}, {2, 3}};

    private final Precision precision;
    private final Map<KernelKey, Integer> kernels = new HashMap<>();

    private NasBench201(Precision precision) {
        this.precision = precision;
    }

    /** @param operations of the edges 0-1, 0-2, 1-2, 0-3, 1-3, 2-3 */
    static Map<KernelKey, Integer> network(List<String> operations, Precision precision) {
        NasBench201 network = new NasBench201(precision);
        network.add("conv 3>16 32x32 k3x3 p1,1,1,1");
        int channels = 16;
        int size = 32;
        for (int stage = 0; stage < 3; stage++) {
            if (stage > 0) {
                network.residual(channels, size);
                channels *= 2;
                size /= 2;
            }
            for (int cell = 0; cell < CELLS; cell++) {
                network.cell(operations, channels, size);
            }
        }
        network.add("globalavgpool 64>64 8x8");
        network.add("gemm 64>10 -");
        return network.kernels;
    }

    private void cell(List<String> operations, int channels, int size) {
        int[] inputs = new int[4];
        for (int i = 0; i < EDGES.length; i++) {
            String operation = operations.get(i);
            // What leads nowhere, or starts from zeros, is computed all the same.
            if (!operation.equals("none")) {
                inputs[EDGES[i][1]]++;
                edge(operation, channels, size);
            }
        }
        for (int node = 1; node < 4; node++) {
            for (int sum = 1; sum < inputs[node]; sum++) {
                add("add %d>%d %dx%d".formatted(channels, channels, size, size));
            }
        }
    }

    private void edge(String operation, int channels, int size) {
        String shape = "%d>%d %dx%d".formatted(channels, channels, size, size);
        switch (operation) {
            case "conv3x3", "conv1x1" -> {
                add("relu " + shape);
                add("conv " + shape + (operation.equals("conv1x1") ? " k1x1" : " k3x3 p1,1,1,1"));
            }
            case "avgpool" -> add("avgpool " + shape + " k3x3 p1,1,1,1");
            case "skip" -> {}
            default -> throw new IllegalArgumentException("The operation (%s) is none.".formatted(operation));
        }
    }

    private void residual(int channels, int size) {
        int half = size / 2;
        add("relu %d>%d %dx%d".formatted(channels, channels, size, size));
        add("conv %d>%d %dx%d k3x3 s2x2 p1,1,1,1".formatted(channels, 2 * channels, size, size));
        add("conv+relu %d>%d %dx%d k3x3 p1,1,1,1".formatted(2 * channels, 2 * channels, half, half));
        add("avgpool %d>%d %dx%d k2x2 s2x2".formatted(channels, channels, size, size));
        add("conv %d>%d %dx%d k1x1".formatted(channels, 2 * channels, half, half));
        add("add %d>%d %dx%d".formatted(2 * channels, 2 * channels, half, half));
    }

    private void add(String kernel) {
        kernels.merge(KernelKey.parse(kernel + " " + precision), 1, Integer::sum);
    }
}
