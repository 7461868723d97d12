package io.espalier.profile.imports;

import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileOrigin;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Look-up tables of the Once-for-all MobileNetV3 space: one row a block, such as {@code
 * MBConv-input:28x28x40-output:28x28x40-expand:6-kernel:5-stride:1-idskip:1-se:1}, with mean and variance. That of the
 * Intel i7-8700K is from NSGANetV2 (<a href="https://github.com/mikelzc1990/nsganetv2">Lu et al., ECCV 2020</a>).
 */
final class OnceForAllImporter implements ProfileImporter {
    private static final int SQUEEZE = 4;
    private static final int DIVISOR = 8;
    private static final double P95 = 1.645;
    private static final double MAD_OF_DEVIATION = .6745;

    @Override
    public String format() {
        return "ofa-lut";
    }

    @Override
    public String description() {
        return "MBConv blocks of the Once-for-all space on Intel i7-8700K, mean and variance, by NSGANetV2";
    }

    @Override
    public HardwareProfile read(ImportRequest request) {
        request.device(List.of("i7-8700k"));
        int batch = request.onlyBatch(1);
        Precision precision = request.precision().orElse(Precision.FP32);
        CsvTable table = CsvTable.read(request.file(), "key", "mean_ms", "var");
        List<NetworkSample> samples = new ArrayList<>();
        for (CsvTable.Row row : table.rows()) {
            samples.add(new NetworkSample(row.text("key"), precision, kernels(row, precision), latency(row)));
        }
        return HardwareProfile.empty(
                        request.idOr("i7-8700k-ofa-b1"),
                        new DeviceFacts("Intel i7-8700K", "amd64", 6, List.of("L3 12 MB"), List.of(), "not told"),
                        new RuntimeFacts("PyTorch", "not told"),
                        1,
                        batch,
                        ProfileProtocol.notKnown(),
                        request.created())
                .withNetworks(samples)
                .withOrigin(ProfileOrigin.imported(
                        "https://github.com/mikelzc1990/nsganetv2, data/i7-8700K_lut.yaml",
                        "Apache-2.0",
                        List.of(
                                "%d blocks, each timed by itself; p10 and median are the table's mean, p95 follows from its variance."
                                        .formatted(samples.size()),
                                "The table tells neither threads nor batch: 1 and 1 are assumed.",
                                "Single kernels are priced by a roofline fitted to the blocks.")))
                .withSheet(StartingSheets.processor(List.of(precision)));
    }

    private static LatencyStatistics latency(CsvTable.Row row) {
        double us = row.positiveUs("mean_ms");
        double variance = row.number("var");
        if (variance < 0) {
            throw row.broken("has the variance (%s), which must not be negative (var).".formatted(row.text("var")));
        }
        double deviation = Math.sqrt(variance) * 1000;
        return new LatencyStatistics(us, us, MAD_OF_DEVIATION * deviation, us + P95 * deviation, 1, 1);
    }

    private static Map<KernelKey, Integer> kernels(CsvTable.Row row, Precision precision) {
        String[] parts = row.text("key").split("-");
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split(":", 2);
            values.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        TableKernels kernels = new TableKernels(precision);
        try {
            switch (parts[0]) {
                case "classifier" -> kernels.dense(number(values, "input"), number(values, "output"));
                case "first_conv" -> {
                    int[] in = shape(values, "input");
                    int[] out = shape(values, "output");
                    kernels.convolution(in[2], out[2], in[0], 3, in[0] / out[0]);
                }
                case "final_expand_layer", "feature_mix_layer" -> {
                    int[] in = shape(values, "input");
                    kernels.convolution(in[2], shape(values, "output")[2], in[0], 1, 1);
                }
                case "MBConv" -> block(values, kernels);
                default -> throw new IllegalArgumentException("a block (%s) that is not known".formatted(parts[0]));
            }
        } catch (IllegalArgumentException e) {
            throw row.broken("has %s (key).".formatted(e.getMessage()));
        }
        return kernels.counts();
    }

    private static void block(Map<String, String> values, TableKernels kernels) {
        int[] in = shape(values, "input");
        int[] out = shape(values, "output");
        int wide = in[2] * number(values, "expand");
        if (wide != in[2]) {
            kernels.convolution(in[2], wide, in[0], 1, 1);
        }
        kernels.depthwise(wide, in[0], number(values, "kernel"), number(values, "stride"));
        if (number(values, "se") == 1) {
            kernels.squeeze(wide, Math.max(DIVISOR, rounded(wide / SQUEEZE)), out[0]);
        }
        kernels.convolution(wide, out[2], out[0], 1, 1);
        if (number(values, "idskip") == 1) {
            kernels.sum(out[2], out[0]);
        }
    }

    private static int rounded(int channels) {
        return (channels + DIVISOR / 2) / DIVISOR * DIVISOR;
    }

    private static int number(Map<String, String> values, String name) {
        String text = values.getOrDefault(name, "");
        if (!text.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("(%s) where a whole number is needed, %s".formatted(text, name));
        }
        return Integer.parseInt(text);
    }

    /** Height, width and channels. */
    private static int[] shape(Map<String, String> values, String name) {
        String text = values.getOrDefault(name, "");
        String[] sizes = text.split("x");
        if (!text.matches("\\d{1,5}x\\d{1,5}x\\d{1,5}") || !sizes[0].equals(sizes[1]) || sizes[0].matches("0+")) {
            throw new IllegalArgumentException("(%s) where a square image is needed, %s".formatted(text, name));
        }
        return new int[] {Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2])};
    }
}
