package io.espalier.training.transfer;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A network to which outputs are added, one hint after the other. Not thread-safe. */
final class FeatureGraph {
    private static final int RANK = 4;

    private final String role;
    private final Model model;
    private final Shapes shapes;
    private final ModelGraph.Builder graph;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    /** @param role of the network, for messages */
    FeatureGraph(String role, Model model) {
        this.role = role;
        this.model = model;
        shapes = ShapeInference.infer(model.graph());
        graph = model.graph().toBuilder();
    }

    /** The shape of a feature map of floats whose sizes behind the batch are known. */
    Shape map(String value) {
        TensorType type = shapes.type(value)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The %s (%s) has no value (%s) of a known shape.%nMaybe `espalier inspect` shows its values."
                                .formatted(role, model.graph().name(), value)));
        Shape shape = type.shape();
        boolean isMap = type.dataType() == DataType.FLOAT && shape.rank() == RANK;
        for (int axis = 1; isMap && axis < RANK; axis++) {
            isMap = shape.dim(axis).isKnown();
        }
        if (!isMap || model.graph().isConstant(value)) {
            throw new IllegalArgumentException(
                    "The value (%s) of the %s (%s) is %s %s, but a hint compares feature maps [n×channels×height×width] of floats, of known sizes.%nMaybe a value between two convolutions."
                            .formatted(value, role, model.graph().name(), type.dataType(), shape));
        }
        return shape;
    }

    /** The mean over windows of {@code height × width} places; the value itself when that is one place. */
    String pooled(String value, String name, long height, long width) {
        if (height == 1 && width == 1) {
            return value;
        }
        Longs window = Longs.of(height, width);
        Operator.Pool pool = new Operator.Pool(
                Operator.Pool.Kind.AVERAGE,
                false,
                window,
                window,
                Longs.of(),
                Longs.of(),
                false,
                false,
                Operator.AutoPad.NOTSET);
        graph.node(name, pool, List.of(value), name);
        return name;
    }

    /** The sum of squares over the channels, {@code [n, height, width]}. */
    String attention(String value, String name) {
        Operator squares = new Operator.Reduce(Operator.Reduce.Kind.SUM_SQUARE, Longs.of(1), false, false);
        graph.node(name, squares, List.of(value), name);
        return name;
    }

    /** A 1×1 convolution to as many channels as {@code weight} has rows. @param weight {@code [out, in, 1, 1]} */
    String regressor(String value, String name, Tensor weight) {
        Tensor bias = Tensor.ofFloats(
                Longs.of(weight.shape().at(0)), new float[weight.shape().intAt(0)]);
        weight(name + ".weight", weight);
        weight(name + ".bias", bias);
        Operator convolution = Operator.Convolution.of(1, 1, 0, 1);
        graph.node(name, convolution, List.of(value, name + ".weight", name + ".bias"), name);
        return name;
    }

    private void weight(String name, Tensor tensor) {
        weights.put(name, tensor);
        graph.weight(name, tensor.type());
    }

    /** Makes a value an output, unless it is one. @param sizes behind the batch */
    void output(String value, Dim batch, long... sizes) {
        if (!asked.add(value) || model.graph().isOutput(value)) {
            return;
        }
        List<Dim> dims = new ArrayList<>();
        dims.add(batch);
        for (long size : sizes) {
            dims.add(Dim.of(size));
        }
        graph.output(value, TensorType.floats(new Shape(dims)));
    }

    /** The values that were made outputs. */
    Set<String> asked() {
        return asked;
    }

    /** The network with all that was added. */
    Model build() {
        return new Model(graph.build(), model.weights().with(weights));
    }
}
