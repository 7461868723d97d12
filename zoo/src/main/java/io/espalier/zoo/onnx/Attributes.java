package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Longs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The attributes of one node of a file, struck off as they are read, so that what nobody reads shows. */
final class Attributes {
    private final String node;
    private final Map<String, AttributeProto> unread = new LinkedHashMap<>();

    Attributes(String node, NodeProto proto) {
        this.node = node;
        for (AttributeProto attribute : proto.getAttributeList()) {
            if (unread.put(attribute.getName(), attribute) != null) {
                throw new InvalidModelException(
                        "The node (%s) has two attributes (%s).".formatted(node, attribute.getName()));
            }
        }
    }

    /** Whether everything that the node says has been read. */
    boolean isExhausted() {
        return unread.isEmpty();
    }

    boolean has(String name) {
        return unread.containsKey(name);
    }

    long whole(String name, long fallback) {
        return take(name, AttributeType.INT).map(AttributeProto::getI).orElse(fallback);
    }

    int wholeInt(String name, int fallback) {
        long value = whole(name, fallback);
        if (value != (int) value) {
            throw new InvalidModelException(
                    "The attribute (%s) of the node (%s) is %d, which is out of range.".formatted(name, node, value));
        }
        return (int) value;
    }

    /** A required attribute. */
    int wholeInt(String name) {
        if (!has(name)) {
            throw new InvalidModelException("The node (%s) lacks the attribute (%s).".formatted(node, name));
        }
        return wholeInt(name, 0);
    }

    boolean flag(String name, boolean fallback) {
        return whole(name, fallback ? 1 : 0) != 0;
    }

    float real(String name, float fallback) {
        return take(name, AttributeType.FLOAT).map(AttributeProto::getF).orElse(fallback);
    }

    String text(String name, String fallback) {
        return take(name, AttributeType.STRING)
                .map(attribute -> attribute.getS().toStringUtf8())
                .orElse(fallback);
    }

    /** Empty when absent. */
    Longs wholes(String name) {
        return take(name, AttributeType.INTS)
                .map(attribute -> Longs.of(attribute.getIntsList()))
                .orElse(Longs.of());
    }

    Optional<TensorProto> tensor(String name) {
        return take(name, AttributeType.TENSOR).map(AttributeProto::getT);
    }

    List<Float> reals(String name) {
        return take(name, AttributeType.FLOATS)
                .map(AttributeProto::getFloatsList)
                .orElse(List.of());
    }

    /** Strikes off an attribute that we have no word for, if it says what ONNX assumes without it. */
    void ignoreDefault(String name, long assumed) {
        AttributeProto attribute = unread.get(name);
        if (attribute != null && attribute.getType() == AttributeType.INT && attribute.getI() == assumed) {
            unread.remove(name);
        }
    }

    /** Those of {@code names} that are there, as given. */
    Map<String, Attribute> asGiven(Set<String> names) {
        Map<String, Attribute> given = new LinkedHashMap<>();
        for (String name : List.copyOf(unread.keySet())) {
            AttributeProto attribute = unread.get(name);
            if (attribute != null && names.contains(name)) {
                given.put(name, AttributeCodec.decode(attribute));
                unread.remove(name);
            }
        }
        return given;
    }

    private Optional<AttributeProto> take(String name, AttributeType type) {
        AttributeProto attribute = unread.remove(name);
        if (attribute == null) {
            return Optional.empty();
        }
        if (attribute.getType() != type) {
            throw new InvalidModelException("The attribute (%s) of the node (%s) is of type %s, but must be %s."
                    .formatted(name, node, attribute.getType(), type));
        }
        return Optional.of(attribute);
    }
}
