package io.espalier.app.inspect;

import io.espalier.cost.CostEstimate;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.measure.Kernels;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Parameters;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.transform.ConstantFolding;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.FloatForm;
import io.espalier.zoo.transform.ResidualBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model as it is in its file: MACs and parameters counted on it, what can be cut and why the rest cannot.
 *
 * @param macs multiply-accumulates for one example
 * @param params elements of all floating-point weights
 * @param kernels cost of each fused kernel of the exported form; empty without a profile
 */
public record Inspection(
        long macs,
        long params,
        int opset,
        List<Layer> layers,
        List<Group> groups,
        List<Block> blocks,
        List<KernelCost> kernels,
        List<String> warnings) {

    /** One node. */
    public record Layer(String name, String operator, String output, long macs, long params) {}

    /** Channels that are cut together; {@code reason} says why they are frozen. */
    public record Group(String id, int channels, boolean prunable, String reason, List<String> tensors) {}

    /** A residual block; {@code reason} says why it cannot be removed. */
    public record Block(String id, boolean removable, String reason, List<String> nodes) {}

    /** One kernel and what it costs on the profile, uncalibrated, in microseconds. */
    public record KernelCost(String key, List<String> nodes, double micros, String confidence) {}

    /** Looks at {@code graph}. @param profile prices the kernels, when given */
    public static Inspection of(ModelGraph graph, Optional<HardwareProfile> profile) {
        Shapes shapes = ShapeInference.infer(graph);
        List<String> warnings = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        for (Node node : graph.nodes()) {
            layers.add(layer(graph, node, shapes));
            if (node.operator() instanceof Operator.Opaque opaque) {
                warnings.add("The operator %s of node %s is not known: its channels are frozen and it counts 0 MACs."
                        .formatted(opaque.type(), node.name()));
            }
        }
        List<Group> groups = ChannelGroups.of(graph).groups().stream()
                .map(group ->
                        new Group(group.id(), group.channels(), group.prunable(), group.reason(), group.tensors()))
                .toList();
        List<Block> blocks = ResidualBlocks.of(ConstantFolding.fold(graph)).stream()
                .map(block -> new Block(block.id(), block.removable(), block.reason(), block.nodes()))
                .toList();
        List<KernelCost> kernels = profile.map(known -> kernels(graph, known)).orElse(List.of());
        return new Inspection(
                Macs.of(graph, shapes), Parameters.of(graph), graph.opset(), layers, groups, blocks, kernels, warnings);
    }

    private static Layer layer(ModelGraph graph, Node node, Shapes shapes) {
        long params = node.inputs().stream()
                .distinct()
                .filter(graph.weights()::containsKey)
                .mapToLong(input -> shapes.shape(input).map(Shape::elements).orElse(0L))
                .sum();
        String output = node.outputs().stream()
                .findFirst()
                .flatMap(shapes::shape)
                .map(Shape::toString)
                .orElse("unknown");
        return new Layer(node.name(), typeOf(node), output, Macs.of(graph, node, shapes), params);
    }

    private static String typeOf(Node node) {
        return node.operator() instanceof Operator.Opaque opaque
                ? opaque.type()
                : node.operator().getClass().getSimpleName();
    }

    private static List<KernelCost> kernels(ModelGraph graph, HardwareProfile profile) {
        FloatForm floats = FloatForm.of(graph);
        ModelGraph exported = ExportForm.of(floats.graph());
        KernelTableLatency latency = KernelTableLatency.of(profile);
        List<KernelCost> costs = new ArrayList<>();
        for (Kernel kernel : Kernels.of(exported, ShapeInference.infer(exported), floats::precision)) {
            CostEstimate estimate = latency.kernelCost(kernel.key());
            costs.add(new KernelCost(
                    kernel.key().toString(),
                    kernel.nodes(),
                    1000 * estimate.value(),
                    estimate.confidence().toString()));
        }
        return costs;
    }
}
