package io.espalier.app.benchmark;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Parameters;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.prune.PlanFile;
import io.espalier.zoo.prune.PruneVerification;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.prune.PruningPlans;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.transform.ConstantFolding;
import io.espalier.zoo.transform.ResidualBlocks;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints what can be pruned of each ONNX file, what is frozen and why, and how far random cuts are from the masked
 * original. Run by {@code benchmarks/prunable}.
 */
final class PrunableTable {
    private static final int THREADS = 2;
    private static final String LINE_BREAK = "<br>";

    private final InferenceRuntime runtime = OnnxRuntime.open();
    private final int plans;
    private final PrintStream out;
    private boolean passed = true;

    private PrunableTable(int plans, PrintStream out) {
        this.plans = plans;
        this.out = out;
    }

    /** @param arguments random plans a model; folders of ONNX files */
    public static void main(String[] arguments) throws IOException {
        PrunableTable table = new PrunableTable(Integer.parseInt(arguments[0]), System.out);
        table.head();
        for (String folder : List.of(arguments).subList(1, arguments.length)) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".onnx")).sorted().forEach(table::row);
            }
        }
        System.exit(table.passed ? 0 : 1);
    }

    private void head() {
        out.printf("# What can be pruned%n%n");
        out.printf(
                "Made by `benchmarks/prunable %d`: every model's %d random cuts, each compared with the masked original%n",
                plans, plans);
        out.printf(
                "on two random inputs in ONNX Runtime. Difference: the largest of all outputs; of tolerance: against%n");
        out.printf(
                "`1e-4 * max(1, max|masked|)`, below 1 passes. Parameters: the share in tensors with an axis that can%n");
        out.printf("lose channels. Convolutions: those whose output channels can go, of all.%n%n");
        out.println("| model | groups, prunable of all | parameters | convolutions | removable blocks | difference "
                + "| of tolerance | frozen |");
        out.println("|---|---|---|---|---|---|---|---|");
    }

    private void row(Path file) {
        Model model = OnnxReader.read(file);
        ChannelGroups groups = ChannelGroups.of(model.graph());
        double difference = 0;
        double ofTolerance = 0;
        Pruner pruner = Pruner.of(groups);
        for (int seed = 0; seed < plans; seed++) {
            PruningPlan plan = PruningPlans.random(groups, seed);
            PruneVerification.Result result = PruneVerification.verify(
                    runtime,
                    model,
                    pruner.model(model.weights(), plan),
                    PlanFile.of("", groups, plan),
                    seed,
                    Map.of(),
                    THREADS);
            difference = Math.max(difference, result.difference());
            ofTolerance = Math.max(ofTolerance, result.difference() / result.tolerance());
        }
        passed &= ofTolerance <= 1;
        Set<String> pruned = prunableAxes(groups);
        out.printf(
                Locale.ROOT,
                "| %s | %d of %d | %.1f %% | %s | %d | %.1e | %.3f | %s |%n",
                file.getFileName().toString().replace(".onnx", ""),
                groups.prunable().size(),
                groups.groups().size(),
                100.0 * prunableParameters(groups) / Parameters.of(model.graph()),
                convolutions(groups.graph(), pruned),
                ResidualBlocks.of(ConstantFolding.fold(model.graph())).size(),
                difference,
                ofTolerance,
                String.join(LINE_BREAK, frozen(groups), inNoGroup(groups, pruned)));
    }

    private static Set<String> prunableAxes(ChannelGroups groups) {
        Set<String> axes = new HashSet<>();
        for (ChannelGroup group : groups.prunable()) {
            for (ChannelSlice slice : group.slices()) {
                if (slice.weight()) {
                    axes.add(key(slice.value(), slice.axis()));
                }
            }
        }
        return axes;
    }

    private static String key(String weight, int axis) {
        return axis + " of " + weight;
    }

    private static String outputs(Node node, Operator.Convolution convolution) {
        return key(node.input(1), convolution.transposed() ? 1 : 0);
    }

    private static String convolutions(ModelGraph graph, Set<String> pruned) {
        int all = 0;
        int prunable = 0;
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Operator.Convolution convolution) {
                all++;
                prunable += pruned.contains(outputs(node, convolution)) ? 1 : 0;
            }
        }
        return "%d of %d".formatted(prunable, all);
    }

    private static long prunableParameters(ChannelGroups groups) {
        return groups.prunable().stream()
                .flatMap(group -> group.slices().stream())
                .filter(ChannelSlice::weight)
                .map(ChannelSlice::value)
                .distinct()
                .mapToLong(
                        weight -> groups.graph().weights().get(weight).shape().elements())
                .sum();
    }

    /** Convolutions whose output channels are part of no group, prunable or not. */
    private static String inNoGroup(ChannelGroups groups, Set<String> pruned) {
        Set<String> frozen = groups.groups().stream()
                .filter(group -> !group.prunable())
                .flatMap(group -> Stream.concat(group.producers().stream(), group.tensors().stream()))
                .collect(Collectors.toSet());
        List<String> missing = groups.graph().nodes().stream()
                .filter(node -> node.operator() instanceof Operator.Convolution convolution
                        && !pruned.contains(outputs(node, convolution))
                        && !frozen.contains(node.input(1))
                        && !frozen.contains(node.output()))
                .map(node -> node.input(1))
                .distinct()
                .toList();
        return missing.isEmpty() ? "" : "in no group: " + String.join(", ", missing);
    }

    /** Reasons with the number of groups that have them, and the first group of each. */
    private static String frozen(ChannelGroups groups) {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, String> first = new TreeMap<>();
        for (ChannelGroup group : groups.groups()) {
            if (!group.prunable()) {
                counts.merge(group.reason(), 1, Integer::sum);
                first.putIfAbsent(group.reason(), group.id());
            }
        }
        return counts.entrySet().stream()
                .map(entry -> "%s%s: %s"
                        .formatted(
                                first.get(entry.getKey()),
                                entry.getValue() == 1 ? "" : " and %d more".formatted(entry.getValue() - 1),
                                entry.getKey()))
                .reduce((left, right) -> left + LINE_BREAK + right)
                .orElse("")
                .replace("|", "\\|");
    }
}
