package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator.AutoPad;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One node of a file together with what its rule may want to know of its surroundings. */
final class FileNode {
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
     * @param shapes of weights by name
     * @param constants values that follow from initializers alone
     * @param zeros constants of one element that are 0 or false
     */
    record Surroundings(int opset, Map<String, Longs> shapes, Set<String> constants, Set<String> zeros) {}

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
        return hasInput(input)
                ? Optional.ofNullable(surroundings.shapes().get(proto.getInput(input)))
                : Optional.empty();
    }

    /** Whether the inputs from {@code first} on depend on no graph input. */
    boolean areConstant(int first) {
        List<String> names = proto.getInputList();
        return names.stream()
                .skip(first)
                .allMatch(value -> value.isEmpty() || surroundings.constants().contains(value));
    }

    boolean isZero(int input) {
        return hasInput(input) && surroundings.zeros().contains(proto.getInput(input));
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
