package io.espalier.zoo.prune;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Reduce;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.transform.DeadNodes;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A private copy of a network whose only outputs are norms and counts along chosen axes of its values. They are taken
 * inside the runtime: whole activations of a large network would fill the memory.
 *
 * @param model the copy
 * @param places what is measured, in order
 */
record ActivationTaps(Model model, List<ActivationEvidence.Place> places) {
    private static final String PREFIX = "espalier.activity.";

    /** Places whose value is no tensor of 32-bit floats of known rank are left out. */
    static ActivationTaps of(Model model, Shapes shapes, Iterable<ActivationEvidence.Place> wanted) {
        List<ActivationEvidence.Place> places = new ArrayList<>();
        List<GraphValue> outputs = new ArrayList<>();
        ModelGraph.Builder builder = model.graph().toBuilder();
        for (ActivationEvidence.Place place : wanted) {
            TensorType type = shapes.type(place.value()).orElse(null);
            if (type != null && type.dataType() == DataType.FLOAT) {
                int number = places.size();
                places.add(place);
                Shape positions = new Shape(List.of(type.shape().dim(place.axis())));
                Longs others = Longs.of(IntStream.range(0, type.shape().rank())
                        .filter(axis -> axis != place.axis())
                        .asLongStream()
                        .toArray());
                String sign = PREFIX + "sign." + number;
                builder.node(sign, Activation.of(Activation.Kind.SIGN), List.of(place.value()), sign);
                builder.node(norm(number), reduce(Reduce.Kind.L2, others), List.of(place.value()), norm(number));
                builder.node(count(number), reduce(Reduce.Kind.L1, others), List.of(sign), count(number));
                outputs.add(new GraphValue(norm(number), TensorType.floats(positions)));
                outputs.add(new GraphValue(count(number), TensorType.floats(positions)));
            }
        }
        return new ActivationTaps(
                DeadNodes.remove(new Model(builder.outputs(outputs).build(), model.weights())), List.copyOf(places));
    }

    private static Operator reduce(Reduce.Kind kind, Longs axes) {
        return new Reduce(kind, axes, false, false);
    }

    private static String norm(int number) {
        return PREFIX + "norm." + number;
    }

    private static String count(int number) {
        return PREFIX + "count." + number;
    }

    /** The norms at a place in one batch. */
    static float[] norms(Map<String, Tensor> outputs, int number) {
        return known(outputs, norm(number));
    }

    /** How many numbers were not 0 at a place in one batch. */
    static float[] nonZeros(Map<String, Tensor> outputs, int number) {
        return known(outputs, count(number));
    }

    private static float[] known(Map<String, Tensor> outputs, String name) {
        Tensor output = outputs.get(name);
        if (output == null) {
            throw new IllegalStateException("The value (%s) was not computed.".formatted(name));
        }
        return output.floats();
    }
}
