package io.espalier.zoo.prune;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.IntegerConstant;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The original network with zeros written over the channels that a plan file lists, behind every tensor that it lists, so
 * behind activations too. It follows from the lists alone, not from groups: what it is compared with may have used those.
 */
final class MaskedModel {
    private final Model original;
    private final Shapes shapes;
    private final ModelGraph.Builder builder;
    private final Map<String, Tensor> zeros = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private MaskedModel(Model original) {
        this.original = original;
        shapes = ShapeInference.infer(original.graph());
        builder = original.graph().toBuilder();
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
                                .filter(MaskedModel::isNumber)
                                .isPresent()) {
                    outputs.set(i, mask(outputs.get(i), lost, behind));
                }
            }
            nodes.add(new Node(node.name(), node.operator(), node.inputs(), outputs));
            nodes.addAll(behind);
        }
        return new Model(builder.nodes(nodes).build(), original.weights().with(zeros));
    }

    private static boolean isNumber(TensorType type) {
        return switch (type.dataType()) {
            case FLOAT, DOUBLE, INT64, INT32 -> true;
            default -> false;
        };
    }

    /** A name like {@code wish} that nothing in the network has. */
    private String free(String wish) {
        ModelGraph graph = original.graph();
        String name = wish;
        while (graph.isConstant(name)
                || graph.producer(name).isPresent()
                || graph.node(name).isPresent()
                || graph.inputs().stream().map(GraphValue::name).anyMatch(name::equals)) {
            name += "_";
        }
        return name;
    }

    /** Adds one choice between value and zero an axis; the last defines {@code value}. Returns the name of the unmasked value. */
    private String mask(String value, Map<Integer, Longs> lost, List<Node> behind) {
        TensorType type = shapes.type(value).orElseThrow();
        String unmasked = free(value + "/unmasked");
        String zero = zero(type.dataType());
        String current = unmasked;
        int left = lost.size();
        for (Map.Entry<Integer, Longs> axis : lost.entrySet()) {
            String mask = free("%s/mask_%d".formatted(value, axis.getKey()));
            builder.constant(mask, maskOf(type.shape(), axis.getKey(), axis.getValue()));
            left--;
            String next = left == 0 ? value : free("%s/masked_%d".formatted(value, axis.getKey()));
            behind.add(Node.of(
                    free(mask + "/choose"),
                    new Operator.Elementwise(Operator.Elementwise.Kind.WHERE),
                    List.of(mask, current, zero),
                    next));
            current = next;
        }
        return unmasked;
    }

    private String zero(DataType type) {
        String name = free("zero_%s".formatted(type.name().toLowerCase(Locale.ROOT)));
        if (type == DataType.INT64 || type == DataType.INT32) {
            builder.constant(name, new IntegerConstant(type, Longs.of(), Longs.of(0)));
        } else {
            Tensor zero = Tensor.of(type, Longs.of(), ByteBuffer.allocate(type.bits() / Byte.SIZE));
            zeros.put(name, zero);
            builder.weight(name, zero.type());
        }
        return name;
    }

    private static IntegerConstant maskOf(Shape shape, int axis, Longs lost) {
        int size = Math.toIntExact(shape.size(axis));
        long[] keep = new long[size];
        Arrays.fill(keep, 1);
        lost.stream().forEach(index -> keep[(int) index] = 0);
        return new IntegerConstant(DataType.BOOL, Longs.repeat(1, shape.rank()).with(axis, size), Longs.of(keep));
    }
}
