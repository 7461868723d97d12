package io.espalier.zoo.graph;

/** Element type and shape of a value. */
public record TensorType(DataType dataType, Shape shape) {
    public static TensorType floats(Shape shape) {
        return new TensorType(DataType.FLOAT, shape);
    }

    public TensorType withShape(Shape newShape) {
        return new TensorType(dataType, newShape);
    }
}
