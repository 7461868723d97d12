package io.espalier.profile.kit;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;

/**
 * What a model of a kit is fed.
 *
 * @param type as NumPy and ONNX Runtime for JavaScript call it: {@code float32}, {@code uint8}, {@code int64}, …
 * @param shape known sizes
 */
public record KitInput(String name, String type, Longs shape) {
    static KitInput of(GraphValue input, int batch) {
        return new KitInput(
                input.name(),
                typeName(input.type().dataType()),
                Longs.of(input.type().shape().withSymbols(batch).toArray()));
    }

    private static String typeName(DataType type) {
        return switch (type) {
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            default -> type.name().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
