package io.espalier.zoo.transform;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Dequantize;
import io.espalier.zoo.graph.Operator.Quantize;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pair of QuantizeLinear and DequantizeLinear as one function of floats: to the nearest level and back. A Clip of the
 * integers between them makes fewer bits than the eight they are stored in.
 *
 * @param source the value that is rounded
 * @param scale name of the weight that holds one step, or one an index of {@code axis}
 * @param zeroPoint name of the weight that holds the code of 0; empty: unsigned, 0
 * @param axis of the scales where there are several
 * @param least name of the weight that holds the smallest code; empty: that of the type
 * @param greatest as {@code least}
 */
public record FakeQuantizer(String source, String scale, String zeroPoint, int axis, String least, String greatest) {

    /**
     * The pair that ends in a node.
     *
     * @return empty when the node is no DequantizeLinear of codes that a QuantizeLinear made with the same scale and zero point
     */
    public static Optional<FakeQuantizer> endingIn(ModelGraph graph, Node node) {
        if (!(node.operator() instanceof Dequantize)) {
            return Optional.empty();
        }
        Node maker = graph.producer(node.input(0)).orElse(null);
        Node clip = isClip(maker) ? maker : null;
        if (clip != null) {
            maker = graph.producer(clip.input(0)).orElse(null);
        }
        if (maker == null
                || !(maker.operator() instanceof Quantize quantize)
                || !maker.inputs()
                        .subList(1, maker.inputs().size())
                        .equals(node.inputs().subList(1, node.inputs().size()))) {
            return Optional.empty();
        }
        return Optional.of(new FakeQuantizer(
                maker.input(0),
                maker.input(1),
                maker.input(2),
                quantize.axis(),
                clip == null ? "" : clip.input(1),
                clip == null ? "" : clip.input(2)));
    }

    /** Whether a node is a Clip. */
    static boolean isClip(@Nullable Node node) {
        return node != null
                && node.operator() instanceof Activation activation
                && activation.kind() == Activation.Kind.CLIP;
    }

    /**
     * The levels of the pair.
     *
     * @throws IllegalArgumentException when channels have different codes for 0
     */
    public Levels levels(Weights weights) {
        int zero = zeroPoint.isEmpty() ? 0 : only(weights.get(zeroPoint));
        Levels stored = Levels.ofStorage(
                zeroPoint.isEmpty() ? DataType.UINT8 : weights.get(zeroPoint).dataType(), zero);
        return new Levels(
                least.isEmpty() ? stored.lowest() : Math.max(stored.lowest(), only(weights.get(least)) - zero),
                greatest.isEmpty() ? stored.highest() : Math.min(stored.highest(), only(weights.get(greatest)) - zero));
    }

    /** The same pair behind another value. */
    public FakeQuantizer of(String newSource) {
        return new FakeQuantizer(newSource, scale, zeroPoint, axis, least, greatest);
    }

    /**
     * Which of the scales rounds each number of a value.
     *
     * @param shape of the value
     * @param places of the numbers asked for, row-major
     * @param scales how many there are: 1, or one a channel
     */
    public int[] channels(Longs shape, int[] places, int scales) {
        int inner = 1;
        for (int i = shape.size() - 1; i > (axis < 0 ? axis + shape.size() : axis); i--) {
            inner *= shape.intAt(i);
        }
        int[] channels = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            channels[i] = places[i] / inner % scales;
        }
        return channels;
    }

    private int only(Tensor tensor) {
        long[] codes = tensor.longs();
        if (codes.length == 0 || Arrays.stream(codes).anyMatch(code -> code != codes[0])) {
            throw new IllegalArgumentException("The codes %s at the quantizer of (%s) must be one number."
                    .formatted(Arrays.toString(codes), source));
        }
        return Math.toIntExact(codes[0]);
    }
}
