package io.espalier.zoo.prune;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The original network with a multiplication by 0 and 1 behind every tensor that a plan file lists, so behind
 * activations too. It follows from the lists alone, not from groups: what it is compared with may have used those.
 */
final class MaskedModel {
    private final Model original;
    private final Shapes shapes;
    private final Map<String, Tensor> masks = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private MaskedModel(Model original) {
        this.original = original;
        shapes = ShapeInference.infer(original.graph());
    }

    /** @throws IllegalArgumentException when the plan lists a tensor that the network does not compute */
    static Model of(Model original, PlanFile plan) {
        return new MaskedModel(original).mask(plan);
    }

    private Model mask(PlanFile plan) {
        ModelGraph graph = original.graph();
        for (String tensor : plan.tensors().keySet()) {
            if (graph.producer(tensor).isEmpty()) {
                throw new IllegalArgumentException(
                        "The pruning plan lists the tensor (%s), which no node of the model (%s) computes.\nMaybe the plan was made for another model."
                                .formatted(tensor, graph.name()));
            }
        }
        for (Node node : graph.nodes()) {
            List<String> outputs = new ArrayList<>(node.outputs());
            List<Node> behind = new ArrayList<>();
            for (int i = 0; i < outputs.size(); i++) {
                Map<Integer, Longs> lost = plan.tensors().getOrDefault(outputs.get(i), Map.of());
                if (!lost.isEmpty()
                        && shapes.type(outputs.get(i))
                                .filter(MaskedModel::isFloating)
                                .isPresent()) {
                    outputs.set(i, mask(outputs.get(i), lost, behind));
                }
            }
            nodes.add(new Node(node.name(), node.operator(), node.inputs(), outputs));
            nodes.addAll(behind);
        }
        ModelGraph.Builder builder = graph.toBuilder().nodes(nodes);
        masks.forEach((name, mask) -> builder.weight(name, mask.type()));
        return new Model(builder.build(), original.weights().with(masks));
    }

    private static boolean isFloating(TensorType type) {
        return type.dataType() == DataType.FLOAT
                || type.dataType() == DataType.DOUBLE
                || type.dataType() == DataType.FLOAT16;
    }

    /** Adds one multiplication an axis; the last defines {@code value}. Returns the name of the unmasked value. */
    private String mask(String value, Map<Integer, Longs> lost, List<Node> behind) {
        TensorType type = shapes.type(value).orElseThrow();
        String unmasked = value + "/unmasked";
        String current = unmasked;
        int left = lost.size();
        for (Map.Entry<Integer, Longs> axis : lost.entrySet()) {
            String mask = "%s/mask_%d".formatted(value, axis.getKey());
            masks.put(mask, maskOf(type, axis.getKey(), axis.getValue()));
            left--;
            String next = left == 0 ? value : "%s/masked_%d".formatted(value, axis.getKey());
            behind.add(Node.of(
                    mask + "/multiply",
                    new Operator.Elementwise(Operator.Elementwise.Kind.MUL),
                    List.of(current, mask),
                    next));
            current = next;
        }
        return unmasked;
    }

    private static Tensor maskOf(TensorType type, int axis, Longs lost) {
        Shape shape = type.shape();
        int size = Math.toIntExact(shape.size(axis));
        boolean[] keep = new boolean[size];
        Arrays.fill(keep, true);
        lost.stream().forEach(index -> keep[(int) index] = false);
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(type.dataType().bytes(size)))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (boolean one : keep) {
            switch (type.dataType()) {
                case DOUBLE -> bytes.putDouble(one ? 1 : 0);
                case FLOAT16 -> bytes.putShort((short) (one ? 0x3c00 : 0));
                default -> bytes.putFloat(one ? 1 : 0);
            }
        }
        return Tensor.of(type.dataType(), Longs.repeat(1, shape.rank()).with(axis, size), bytes.flip());
    }
}
