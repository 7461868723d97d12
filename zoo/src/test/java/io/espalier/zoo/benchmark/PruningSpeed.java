package io.espalier.zoo.benchmark;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Parameters;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.prune.PruningPlans;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Prints what pruning costs in time and memory. Run by {@code benchmarks/pruning-speed}, each part in a process of its
 * own; not a test, because times are not.
 */
final class PruningSpeed {
    private static final int OPSET = 13;
    private static final long SEED = 1;
    private static final int REPEATS = 5;
    private static final double SHARE_OF_MACS = 0.5;
    private static final int CANDIDATES = 512;
    private static final int BLOCKS = 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int[] STAGES = {3, 4, 6, 3};
    private static final int EXPANSION = 4;

    private PruningSpeed() {}

    /** @param arguments {@code write FILE}, {@code groups FILE}, {@code prune FILE} or {@code candidates} */
    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "write" -> OnnxWriter.write(resNet50(), Path.of(arguments[1]));
            case "groups" -> groups(OnnxReader.read(Path.of(arguments[1])).graph());
            case "prune" -> prune(Path.of(arguments[1]));
            case "candidates" -> candidates();
            default ->
                throw new IllegalArgumentException(
                        "There is no part (%s).\nMaybe use write, groups, prune or candidates."
                                .formatted(arguments[0]));
        }
    }

    /** ResNet-50 for images of 224×224 (He et al. 2016), batch normalization explicit. */
    private static Model resNet50() {
        NetworkBuilder network = new NetworkBuilder(SEED, OPSET);
        String stem = unit(network, "stem", network.input(3, 224, 224), 3, 64, 7, 2);
        String value = unit(network, "stem2", network.relu(stem), 64, 64, 3, 2);
        int channels = 64;
        for (int stage = 0; stage < STAGES.length; stage++) {
            int width = 64 << stage;
            for (int block = 0; block < STAGES[stage]; block++) {
                String name = "layer%d.%d".formatted(stage + 1, block);
                int stride = block == 0 && stage > 0 ? 2 : 1;
                String inner = network.relu(unit(network, name + ".conv1", value, channels, width, 1, 1));
                inner = network.relu(unit(network, name + ".conv2", inner, width, width, 3, stride));
                inner = unit(network, name + ".conv3", inner, width, width * EXPANSION, 1, 1);
                String shortcut = block > 0
                        ? value
                        : unit(network, name + ".shortcut", value, channels, width * EXPANSION, 1, stride);
                value = network.relu(network.add(inner, shortcut));
                channels = width * EXPANSION;
            }
        }
        return network.build(network.classifier(value, channels, 1000));
    }

    private static String unit(
            NetworkBuilder network, String name, String input, int in, int out, int kernel, int stride) {
        return network.batchNorm(name + ".bn", network.convolution(name, input, in, out, kernel, stride, 1), out);
    }

    private static void groups(ModelGraph graph) {
        double[] seconds = new double[REPEATS];
        int found = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            long start = System.nanoTime();
            found = ChannelGroups.of(graph).groups().size();
            seconds[repeat] = seconds(start);
        }
        System.out.printf(
                Locale.ROOT,
                "| groups of ResNet-50 (%d nodes, %d groups) | %.3f s in a fresh process, %.3f s once warm | under 0.5 s |%n",
                graph.nodes().size(),
                found,
                seconds[0],
                Arrays.stream(seconds).min().orElseThrow());
    }

    private static void prune(Path file) throws IOException {
        Path cut = file.resolveSibling("cut.onnx");
        long start = System.nanoTime();
        Model model = OnnxReader.read(file);
        ChannelGroups groups = ChannelGroups.of(model.graph());
        PruningPlan plan = PruningPlans.macs(
                groups,
                PruningPlans.scores(model, groups, Importance.of("l1", SEED)),
                SHARE_OF_MACS,
                PruningPlans.Ranking.UNIFORM);
        OnnxWriter.write(Pruner.of(groups).model(model.weights(), plan), cut);
        double seconds = seconds(start);
        double size = Files.size(file);
        System.out.printf(
                Locale.ROOT,
                "| pruning it to %.0f %% of its MACs: read, plan, rewrite, write (%.0f MB to %.0f MB) | %.2f s in a fresh"
                        + " process | under 3 s |%n",
                100 * SHARE_OF_MACS,
                size / 1e6,
                Files.size(cut) / 1e6,
                seconds);
        System.out.printf(
                Locale.ROOT,
                "| largest memory of that process, all of it | %.0f MB, %.2f times the file | under 4 times |%n",
                peakBytes() / 1e6,
                peakBytes() / size);
    }

    private static void candidates() {
        ChannelGroups groups = ChannelGroups.of(ResNet.cifar(3, 10).graph());
        Pruner pruner = Pruner.of(groups);
        List<PruningPlan> plans = IntStream.range(0, CANDIDATES)
                .mapToObj(seed -> PruningPlans.random(groups, seed))
                .toList();
        double[] perSecond = new double[BLOCKS];
        long macs = 0;
        for (int block = 0; block < BLOCKS; block++) {
            long start = System.nanoTime();
            for (PruningPlan plan : plans) {
                ModelGraph structure = pruner.structure(plan);
                macs += Macs.of(structure, ShapeInference.infer(structure)) + Parameters.of(structure);
            }
            perSecond[block] = CANDIDATES / seconds(start);
        }
        if (macs <= 0) {
            throw new IllegalStateException("Nothing was priced.");
        }
        Arrays.sort(perSecond);
        System.out.printf(
                Locale.ROOT,
                "| candidate structures of ResNet-20, MACs and parameters, one thread | %.0f a second (quickest of %d"
                        + " blocks; median %.0f) | 5,000 |%n",
                perSecond[BLOCKS - 1],
                BLOCKS,
                perSecond[BLOCKS / 2]);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    /** Linux alone tells. */
    private static double peakBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(Double.NaN);
    }
}
