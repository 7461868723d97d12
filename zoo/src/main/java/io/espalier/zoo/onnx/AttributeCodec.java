package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Longs;
import java.nio.charset.StandardCharsets;

/** One attribute as ONNX writes it and as we carry it; what we have no form for is carried as its bytes. */
final class AttributeCodec {
    private AttributeCodec() {}

    static Attribute decode(AttributeProto proto) {
        return switch (proto.getType()) {
            case INT -> new Attribute.Whole(proto.getI());
            case FLOAT -> new Attribute.Real(proto.getF());
            case INTS -> new Attribute.Wholes(Longs.of(proto.getIntsList()));
            case FLOATS -> new Attribute.Reals(proto.getFloatsList());
            case STRING ->
                proto.getS().isValidUtf8() ? new Attribute.Text(proto.getS().toStringUtf8()) : serialized(proto);
            case STRINGS ->
                proto.getStringsList().stream().allMatch(ByteString::isValidUtf8)
                        ? new Attribute.Texts(proto.getStringsList().stream()
                                .map(ByteString::toStringUtf8)
                                .toList())
                        : serialized(proto);
            default -> serialized(proto);
        };
    }

    private static Attribute serialized(AttributeProto proto) {
        return new Attribute.Serialized(proto.toByteString().toString(StandardCharsets.ISO_8859_1));
    }

    static AttributeProto encode(String name, Attribute attribute) {
        if (attribute instanceof Attribute.Serialized whole) {
            return parse(name, whole);
        }
        AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
        if (attribute instanceof Attribute.Whole whole) {
            proto.setType(AttributeType.INT).setI(whole.value());
        } else if (attribute instanceof Attribute.Real real) {
            proto.setType(AttributeType.FLOAT).setF(real.value());
        } else if (attribute instanceof Attribute.Text text) {
            proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text.value()));
        } else if (attribute instanceof Attribute.Wholes wholes) {
            proto.setType(AttributeType.INTS);
            wholes.values().stream().forEach(proto::addInts);
        } else if (attribute instanceof Attribute.Reals reals) {
            proto.setType(AttributeType.FLOATS).addAllFloats(reals.values());
        } else if (attribute instanceof Attribute.Texts texts) {
            proto.setType(AttributeType.STRINGS);
            texts.values().forEach(text -> proto.addStrings(ByteString.copyFromUtf8(text)));
        }
        return proto.build();
    }

    private static AttributeProto parse(String name, Attribute.Serialized whole) {
        try {
            byte[] bytes = whole.latin1().getBytes(StandardCharsets.ISO_8859_1);
            return AttributeProto.parseFrom(bytes).toBuilder().setName(name).build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("The attribute (%s) is no serialized attribute.".formatted(name), e);
        }
    }
}
