package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator.AutoPad;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** One node of a file together with what its rule may want to know of its surroundings. */
final class FileNode {
    private static final int FEW = 4096;

    private final String name;
    private final NodeProto proto;
    private final Attributes attributes;
    private final Surroundings surroundings;

    FileNode(String name, NodeProto proto, Surroundings surroundings) {
        this.name = name;
        this.proto = proto;
        this.attributes = new Attributes(name, proto);
        this.surroundings = surroundings;
    }

    /**
     * What is around a node.
     *
     * @param opset of ONNX's own operators
     * @param tensors initializers and constants by name
     * @param constants values that follow from those alone
     */
    record Surroundings(int opset, Map<String, Tensor> tensors, Set<String> constants) {}

    String name() {
        return name;
    }

    String type() {
        return proto.getOpType();
    }

    Attributes attributes() {
        return attributes;
    }

    int opset() {
        return surroundings.opset();
    }

    int inputCount() {
        return proto.getInputCount();
    }

    boolean hasInput(int index) {
        return index < proto.getInputCount() && !proto.getInput(index).isEmpty();
    }

    /** The shape of the weight at an input; empty when it is none. */
    Optional<Longs> weightShape(int input) {
        return constant(input).map(Tensor::shape);
    }

    private Optional<Tensor> constant(int input) {
        return hasInput(input)
                ? Optional.ofNullable(surroundings.tensors().get(proto.getInput(input)))
                : Optional.empty();
    }

    /** The numbers of a constant input of at most {@value #FEW} elements; empty when it is none, or of another type. */
    Optional<double[]> numbers(int input) {
        return constant(input).filter(tensor -> tensor.elements() <= FEW).flatMap(FileNode::numbers);
    }

    private static Optional<double[]> numbers(Tensor tensor) {
        return switch (tensor.dataType()) {
            case FLOAT -> {
                FloatBuffer floats = tensor.bytes().asFloatBuffer();
                yield Optional.of(IntStream.range(0, tensor.elements())
                        .mapToDouble(floats::get)
                        .toArray());
            }
            case INT64, INT32, BOOL ->
                Optional.of(LongStream.of(tensor.longs()).asDoubleStream().toArray());
            default -> Optional.empty();
        };
    }

    /** Whether the inputs from {@code first} on depend on no graph input. */
    boolean areConstant(int first) {
        List<String> names = proto.getInputList();
        return names.stream()
                .skip(first)
                .allMatch(value -> value.isEmpty() || surroundings.constants().contains(value));
    }

    /** Whether the input is one constant whose bits are all 0. */
    boolean isZero(int input) {
        return constant(input)
                .filter(tensor -> tensor.elements() == 1)
                .filter(tensor -> {
                    ByteBuffer bytes = tensor.bytes();
                    boolean zero = true;
                    while (bytes.hasRemaining()) {
                        zero &= bytes.get() == 0;
                    }
                    return zero;
                })
                .isPresent();
    }

    /** How many of the outputs are not left out. */
    long usedOutputs() {
        return proto.getOutputList().stream()
                .filter(output -> !output.isEmpty())
                .count();
    }

    AutoPad autoPad() {
        String text = attributes.text("auto_pad", "NOTSET");
        for (AutoPad pad : AutoPad.values()) {
            if (pad.name().equals(text)) {
                return pad;
            }
        }
        throw new InvalidModelException(
                "The attribute (auto_pad) of the node (%s) is (%s), which is none of ONNX's.".formatted(name, text));
    }

    /** A list attribute of {@code count} values, all {@code fallback} when absent; any count where none is known. */
    Longs wholes(String attribute, int count, long fallback) {
        if (!attributes.has(attribute)) {
            return Longs.repeat(fallback, count);
        }
        Longs values = attributes.wholes(attribute);
        if (count > 0 && values.size() != count) {
            throw new InvalidModelException("The attribute (%s) of the node (%s) has %d values, but needs %d."
                    .formatted(attribute, name, values.size(), count));
        }
        return values;
    }
}
