package io.espalier.nd4j;

import io.espalier.zoo.graph.Operator;

/** The kinds of operator that no gradient is passed through: each is refused by its ONNX name. */
abstract class UntrainedOperators implements Operator.Visitor<Void> {

    static RefusedException refuse(String what) {
        return new RefusedException(what);
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw refuse(otherwise);
        }
    }

    @Override
    public Void einsum(Operator.Einsum operator) {
        throw refuse("Einsum");
    }

    @Override
    public Void softmax(Operator.Softmax operator) {
        throw refuse("Softmax");
    }

    @Override
    public Void transpose(Operator.Transpose operator) {
        throw refuse("Transpose");
    }

    @Override
    public Void split(Operator.Split operator) {
        throw refuse("Split");
    }

    @Override
    public Void resize(Operator.Resize operator) {
        throw refuse("Resize");
    }

    @Override
    public Void gather(Operator.Gather operator) {
        throw refuse("Gather");
    }

    @Override
    public Void depthToSpace(Operator.DepthToSpace operator) {
        throw refuse(operator.inverse() ? "SpaceToDepth" : "DepthToSpace");
    }

    @Override
    public Void shapeOf(Operator.ShapeOf operator) {
        throw refuse("Shape");
    }

    @Override
    public Void range(Operator.Range operator) {
        throw refuse("Range");
    }

    @Override
    public Void fill(Operator.Fill operator) {
        throw refuse("ConstantOfShape");
    }

    @Override
    public Void cast(Operator.Cast operator) {
        throw refuse("Cast");
    }

    @Override
    public Void quantize(Operator.Quantize operator) {
        throw refuse("QuantizeLinear");
    }

    @Override
    public Void dequantize(Operator.Dequantize operator) {
        throw refuse("DequantizeLinear");
    }

    @Override
    public Void opaque(Operator.Opaque operator) {
        throw refuse(operator.type());
    }
}
