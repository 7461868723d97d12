package io.espalier.profile.imports;

import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileOrigin;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.Roofline;
import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of TF-NAS (<a href="https://github.com/AberHu/TF-NAS">Hu et al., ECCV 2020</a>): MBConv blocks at every number
 * of middle channels. What was timed are multiples of eight from the block's input channels on, and the widest; the rows
 * between lie on straight lines, and those below the input channels on the first of them drawn on, down to negative
 * latencies. Only what was timed is taken over. The row {@code base} is the sum of the layers that all their networks
 * share.
 */
final class TfNasImporter implements ProfileImporter {
    private static final Pattern BLOCK =
            Pattern.compile("MBInvertedResBlock_(\\d+)_(\\d+)_(\\d+)_(\\d+)_k(\\d+)_s(\\d+)_[a-z]+");
    private static final int TIMED_EVERY = 8;

    private static final Map<String, Target> TARGETS = targets();

    private record Target(String column, int batch, DeviceFacts facts, RuntimeFacts runtime, Roofline start) {}

    private static Map<String, Target> targets() {
        List<Precision> floats = List.of(Precision.FP32);
        Map<String, Target> targets = new LinkedHashMap<>();
        targets.put(
                "titanrtx",
                new Target(
                        "gpu_titanrtx_bs32_ms",
                        32,
                        new DeviceFacts("NVIDIA Titan RTX", "gpu", 72, List.of("L2 6 MB"), List.of(), "not told"),
                        new RuntimeFacts("PyTorch, cuDNN", "1.1, 7.6.0"),
                        StartingSheets.graphics(floats)));
        targets.put(
                "xeon6130",
                new Target(
                        "cpu_xeon6130_bs1_ms",
                        1,
                        new DeviceFacts(
                                "Intel Xeon Gold 6130", "amd64", 16, List.of("L3 22 MB"), List.of(), "not told"),
                        new RuntimeFacts("PyTorch, MKL", "1.1"),
                        StartingSheets.processor(floats)));
        return targets;
    }

    @Override
    public String format() {
        return "tfnas-width";
    }

    @Override
    public String description() {
        return "MBConv blocks by number of middle channels on Titan RTX (titanrtx) and Xeon 6130 (xeon6130), by TF-NAS";
    }

    @Override
    public HardwareProfile read(ImportRequest request) {
        request.onlyTheTablesPrecision();
        String device = request.device(TARGETS.keySet());
        Target target = Objects.requireNonNull(TARGETS.get(device), "a device of the table");
        int batch = request.onlyBatch(target.batch());
        CsvTable table = CsvTable.read(request.file(), "block", "mid_channels", target.column());
        Map<String, List<CsvTable.Row>> blocks = new LinkedHashMap<>();
        table.rows()
                .forEach(row -> blocks.computeIfAbsent(row.text("block"), block -> new ArrayList<>())
                        .add(row));
        List<NetworkSample> samples = new ArrayList<>();
        blocks.forEach((block, rows) -> {
            if (block.equals("base")) {
                samples.add(sample(rows.get(0), base(), target));
            } else {
                timed(rows).forEach(row -> samples.add(sample(row, kernels(row), target)));
            }
        });
        return HardwareProfile.empty(
                        request.idOr("%s-tfnas-b%d".formatted(device, batch)),
                        target.facts(),
                        target.runtime(),
                        1,
                        batch,
                        ProfileProtocol.notKnown(),
                        request.created())
                .withNetworks(samples)
                .withOrigin(ProfileOrigin.imported(
                        "https://github.com/AberHu/TF-NAS, latency_pkl",
                        "MIT",
                        List.of(
                                "%d of %d rows: those at timed numbers of channels; the others are the authors' straight lines between them."
                                        .formatted(samples.size(), table.rows().size()),
                                "Each block was timed by itself, with its activations.",
                                "Single kernels are priced by a roofline fitted to the blocks.")))
                .withSheet(target.start());
    }

    private static NetworkSample sample(CsvTable.Row row, Map<KernelKey, Integer> kernels, Target target) {
        return new NetworkSample(
                row.text("block") + " " + row.text("mid_channels"),
                Precision.FP32,
                kernels,
                LatencyStatistics.exactly(row.positiveUs(target.column())));
    }

    /** The rows of a block at numbers of channels that were timed. */
    private static List<CsvTable.Row> timed(List<CsvTable.Row> rows) {
        List<CsvTable.Row> timed = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            CsvTable.Row row = rows.get(i);
            int middle = row.count("mid_channels");
            boolean isTimed = middle % TIMED_EVERY == 0 || i == rows.size() - 1;
            if (isTimed && middle >= Integer.parseInt(matched(row).group(2))) {
                timed.add(row);
            }
        }
        return timed;
    }

    private static Matcher matched(CsvTable.Row row) {
        Matcher matcher = BLOCK.matcher(row.text("block"));
        if (!matcher.matches()) {
            throw row.broken("has the block (%s), which is not known (block).".formatted(row.text("block")));
        }
        return matcher;
    }

    private static Map<KernelKey, Integer> kernels(CsvTable.Row row) {
        Matcher matcher = matched(row);
        int size = Integer.parseInt(matcher.group(1));
        int in = Integer.parseInt(matcher.group(2));
        int squeezed = Integer.parseInt(matcher.group(3));
        int out = Integer.parseInt(matcher.group(4));
        int window = Integer.parseInt(matcher.group(5));
        int stride = Integer.parseInt(matcher.group(6));
        int middle = row.count("mid_channels");
        TableKernels kernels = new TableKernels(Precision.FP32);
        block(kernels, size, in, middle, squeezed, out, window, stride);
        return kernels.counts();
    }

    private static void block(
            TableKernels kernels, int size, int in, int middle, int squeezed, int out, int window, int stride) {
        int written = TableKernels.strided(size, stride);
        if (middle > in) {
            kernels.convolution(in, middle, size, 1, 1);
        }
        kernels.depthwise(middle, size, window, stride);
        if (squeezed > 0) {
            kernels.squeeze(middle, squeezed, written);
        }
        kernels.convolution(middle, out, written, 1, 1);
        if (in == out && stride == 1) {
            kernels.sum(out, written);
        }
    }

    /** First convolution, one block, last convolution, mean and classifier, on images of 224 by 224. */
    private static Map<KernelKey, Integer> base() {
        TableKernels kernels = new TableKernels(Precision.FP32);
        kernels.convolution(3, 32, 224, 3, 2);
        block(kernels, 112, 32, 32, 8, 16, 3, 1);
        kernels.convolution(320, 1280, 7, 1, 1);
        kernels.globalAverage(1280, 7);
        kernels.dense(1280, 1000);
        return kernels.counts();
    }
}
