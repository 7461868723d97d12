package io.espalier.zoo.graph;

/** The element types of ONNX, with the code that its files use and the width in bits (0 for text). */
public enum DataType {
    FLOAT(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    DOUBLE(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    COMPLEX64(14, 64),
    COMPLEX128(15, 128),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4);

    private final int onnxCode;
    private final int bits;

    DataType(int onnxCode, int bits) {
        this.onnxCode = onnxCode;
        this.bits = bits;
    }

    /** The code of {@code TensorProto.DataType}. */
    public int onnxCode() {
        return onnxCode;
    }

    /** Width of one element in bits; 0 for text. */
    public int bits() {
        return bits;
    }

    /** Bytes of {@code elements} packed elements. */
    public long bytes(long elements) {
        return (elements * bits + 7) / 8;
    }

    public boolean isFloatingPoint() {
        return switch (this) {
            case FLOAT, FLOAT16, DOUBLE, BFLOAT16, FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> true;
            default -> false;
        };
    }

    /** The type with this ONNX code. @throws IllegalArgumentException when there is none */
    public static DataType ofOnnxCode(int code) {
        for (DataType type : values()) {
            if (type.onnxCode == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("The element type code (%d) is not one of ONNX's 1 to 22.".formatted(code));
    }
}
