package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A tensor of a file, in any of the four ways in which ONNX writes one, as little-endian bytes. */
final class TensorDecoder {
    private final ExternalData external;

    TensorDecoder(ExternalData external) {
        this.external = external;
    }

    static DataType dataType(TensorProto proto) {
        try {
            return DataType.ofOnnxCode(proto.getDataType());
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException("The tensor (%s) has the element type code (%d), which is none of ONNX's."
                    .formatted(proto.getName(), proto.getDataType()));
        }
    }

    /** The tensor. Text has no bytes and must not come here. */
    Tensor decode(TensorProto proto) {
        DataType type = dataType(proto);
        Longs shape = Longs.of(proto.getDimsList());
        long expected = type.bytes(elements(proto, shape));
        return Tensor.of(type, shape, bytes(proto, type, expected));
    }

    /** The same tensor with its bytes inside. */
    TensorProto inline(TensorProto proto) {
        if (proto.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return proto;
        }
        return TensorEncoder.encode(proto.getName(), decode(proto));
    }

    private static long elements(TensorProto proto, Longs shape) {
        if (shape.stream().anyMatch(size -> size < 0)) {
            throw new InvalidModelException(
                    "The tensor (%s) has the shape %s with a negative size.".formatted(proto.getName(), shape));
        }
        try {
            return Math.multiplyExact(shape.product(), 16) / 16;
        } catch (ArithmeticException e) {
            throw new InvalidModelException(
                    "The tensor (%s) has the shape %s, which is too large.".formatted(proto.getName(), shape));
        }
    }

    private ByteBuffer bytes(TensorProto proto, DataType type, long expected) {
        if (proto.hasSegment()) {
            throw new InvalidModelException("The tensor (%s) is a segment of another.".formatted(proto.getName()));
        }
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return external.read(proto, expected);
        }
        ByteBuffer bytes = proto.hasRawData() ? proto.getRawData().asReadOnlyByteBuffer() : typed(proto, type);
        if (bytes.remaining() != expected) {
            throw new InvalidModelException(
                    """
                    The tensor (%s) of type %s and shape %s needs %d bytes, but has %d.
                    Maybe the file is damaged.""".formatted(proto.getName(), type, proto.getDimsList(), expected, bytes.remaining()));
        }
        return bytes;
    }

    /** The bytes of the repeated fields, which hold one element, or one byte of packed elements, an entry. */
    private static ByteBuffer typed(TensorProto proto, DataType type) {
        return switch (type) {
            case FLOAT, COMPLEX64 -> {
                ByteBuffer bytes = buffer(proto.getFloatDataCount(), Float.BYTES);
                proto.getFloatDataList().forEach(bytes::putFloat);
                yield bytes.flip();
            }
            case DOUBLE, COMPLEX128 -> {
                ByteBuffer bytes = buffer(proto.getDoubleDataCount(), Double.BYTES);
                proto.getDoubleDataList().forEach(bytes::putDouble);
                yield bytes.flip();
            }
            case INT64 -> {
                ByteBuffer bytes = buffer(proto.getInt64DataCount(), Long.BYTES);
                proto.getInt64DataList().forEach(bytes::putLong);
                yield bytes.flip();
            }
            case UINT64 -> {
                ByteBuffer bytes = buffer(proto.getUint64DataCount(), Long.BYTES);
                proto.getUint64DataList().forEach(bytes::putLong);
                yield bytes.flip();
            }
            case UINT32 -> {
                ByteBuffer bytes = buffer(proto.getUint64DataCount(), Integer.BYTES);
                proto.getUint64DataList().forEach(value -> bytes.putInt((int) (long) value));
                yield bytes.flip();
            }
            case INT32 -> {
                ByteBuffer bytes = buffer(proto.getInt32DataCount(), Integer.BYTES);
                proto.getInt32DataList().forEach(bytes::putInt);
                yield bytes.flip();
            }
            case INT16, UINT16, FLOAT16, BFLOAT16 -> {
                ByteBuffer bytes = buffer(proto.getInt32DataCount(), Short.BYTES);
                proto.getInt32DataList().forEach(value -> bytes.putShort((short) (int) value));
                yield bytes.flip();
            }
            default -> {
                ByteBuffer bytes = buffer(proto.getInt32DataCount(), Byte.BYTES);
                proto.getInt32DataList().forEach(value -> bytes.put((byte) (int) value));
                yield bytes.flip();
            }
        };
    }

    private static ByteBuffer buffer(int count, int width) {
        return ByteBuffer.allocate(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
