package io.espalier.app.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.List;

/** Sound models of a few nodes that, together, use every kind of operator that is understood, and some that are not. */
final class SmallModels {
    private static final int BOOL = 9;
    private static final int INT64 = 7;
    private static final int UINT8 = 2;
    private static final int INT8 = 3;

    private SmallModels() {}

    static List<ModelProto> all() {
        return List.of(residual(), rearranged(), sizes(), attention(), quantized(), dense(), oldForms());
    }

    private static ModelProto residual() {
        return new ModelText("residual")
                .input("x", "N 3 16 16")
                .weight("w1", 8, 3, 3, 3)
                .weight("w2", 8, 2, 3, 3)
                .weight("w3", 8, 1, 3, 3)
                .weight("w4", 8, 4, 2, 2)
                .weight("w5", 10, 4)
                .weight("scale", 8)
                .weight("mean", 8)
                .weight("slope", 8, 1, 1)
                .weight("low")
                .node("Conv", "x w1 scale", "a", "kernel_shape=3,3 pads=1,1,1,1")
                .node("BatchNormalization", "a scale mean mean scale", "b", "epsilon=0.001 momentum=0.9")
                .node("Relu", "b", "c")
                .node("Conv", "c w2", "d", "kernel_shape=3,3 pads=1,1,1,1 group=4")
                .node("PRelu", "d slope", "e")
                .node("Conv", "e w3", "f", "kernel_shape=3,3 pads=1,1,1,1 group=8 dilations=1,1 strides=1,1")
                .node("Clip", "f low", "g")
                .node("Add", "g c", "h")
                .node("Relu", "h", "i")
                .node("ConvTranspose", "i w4", "j", "kernel_shape=2,2 strides=2,2")
                .node("LeakyRelu", "j", "k", "alpha=0.1")
                .node("MaxPool", "k", "l", "kernel_shape=3,3 strides=2,2 pads=1,1,1,1")
                .node("AveragePool", "l", "m", "kernel_shape=2,2 ceil_mode=1 auto_pad=SAME_UPPER strides=2,2")
                .node("GlobalAveragePool", "m", "n")
                .node("Flatten", "n", "o", "axis=1")
                .node("Gemm", "o w5", "y", "transB=1 alpha=1.0")
                .output("y", "N 10")
                .file(17);
    }

    private static ModelProto rearranged() {
        return new ModelText("rearranged")
                .input("x", "N 4 8 8")
                .weight("w", 8, 4, 1, 1)
                .weight("v", 8, 8, 1, 1)
                .integers("grouped", 0L, 2L, 4L, 8L, 8L)
                .integers("flat", 0L, -1L, 8L, 8L)
                .integers("parts", 3L, 5L)
                .integers("order", 7L, 0L, 1L, 2L, 3L, 4L, 5L, 6L)
                .integers("pads", 0L, 1L, 0L, 0L, 0L, 2L, 0L, 0L)
                .integers("starts", 1L)
                .integers("ends", 9L)
                .integers("axes", 1L)
                .integers("steps", 1L)
                .integers("sizes", 1L, 2L, 16L, 16L)
                .weight("roi", 0)
                .node("Conv", "x w", "a")
                .node("Reshape", "a grouped", "b")
                .node("Transpose", "b", "c", "perm=0,2,1,3,4")
                .node("Reshape", "c flat", "d")
                .node("Split", "d parts", "e f", "axis=1")
                .node("Concat", "f e", "g", "axis=1")
                .node("Gather", "g order", "h", "axis=1")
                .node("Pad", "h pads", "i", "mode=constant")
                .node("Slice", "i starts ends axes steps", "j")
                .node("Conv", "j v", "k")
                .node("DepthToSpace", "k", "l", "blocksize=2 mode=CRD")
                .node("SpaceToDepth", "l", "m", "blocksize=2")
                .node("InstanceNormalization", "m s s", "n", "epsilon=0.00001")
                .weight("s", 8)
                .node("LRN", "n", "o", "size=3 alpha=0.1 beta=0.7 bias=1.0")
                .node("ReduceMean", "o", "p", "axes=2,3 keepdims=0")
                .node("Squeeze", "q axes", "y")
                .node("Unsqueeze", "p axes", "q")
                .output("y", "N 8")
                .file(17);
    }

    private static ModelProto sizes() {
        return new ModelText("sizes")
                .input("x", "N 6 H W")
                .input("mask", INT64, "N")
                .weight("w", 4, 6, 3, 3)
                .scalar("two", 2)
                .scalar("one", 1)
                .integers("first", 0L)
                .integers("minus", -1L)
                .integers("long", 1L, 1L, 6L, 2L)
                .weight("ones", 1, 1, 1, 1)
                .node("Shape", "x", "s")
                .node("Gather", "s one", "c", "axis=0")
                .node("Div", "c two", "half")
                .node("Mul", "half two", "even")
                .node("Pow", "even two", "square")
                .node("Mod", "square c", "rest")
                .node("Max", "rest one", "most")
                .node("Unsqueeze", "most first", "u")
                .node("Concat", "u minus", "target", "axis=0")
                .node("Reshape", "x target", "r")
                .node("Cast", "c", "flag", "to=9")
                .node("Equal", "c two", "same")
                .node("Where", "same one two", "chosen")
                .node("Less", "chosen one", "less")
                .node("And", "less flag", "both")
                .node("ConstantOfShape", "s", "zeros")
                .node("Expand", "ones s", "wide")
                .node("Add", "x zeros", "z")
                .node("Sub", "z wide", "v")
                .node("Conv", "v w", "conv", "kernel_shape=3,3 auto_pad=SAME_LOWER strides=2,2")
                .node("Resize", "conv   sizes", "y", "mode=nearest")
                .node("Shape", "x", "spatial", "start=2")
                .node("Shape", "conv", "outer", "end=2")
                .node("Concat", "outer spatial", "sizes", "axis=0")
                .node("If", "both", "branch", branch("then", "Relu"), branch("else", "Neg"))
                .node("NonZero", "mask", "where")
                .node("ReduceProd", "s", "elements", "keepdims=0")
                .node("Range", "first two one", "range")
                .output("y", "N 4 H W")
                .output("branch", "N 6 H W")
                .output("elements", INT64, "")
                .file(17);
    }

    private static ai.onnx.proto.OnnxMl.GraphProto branch(String name, String type) {
        return new ModelText(name)
                .node(type, "x", name + "_out")
                .output(name + "_out", "N 6 H W")
                .graph();
    }

    private static ModelProto attention() {
        return new ModelText("attention")
                .input("x", "N 5 8")
                .input("keep", BOOL, "N 1 5 5")
                .weight("q", 8, 8)
                .weight("k", 8, 8)
                .weight("v", 8, 8)
                .weight("o", 8, 8)
                .weight("up", 8, 12)
                .weight("down", 12, 8)
                .weight("g", 8)
                .weight("root")
                .weight("low")
                .integers("heads", 0L, 0L, 2L, 4L)
                .integers("joined", 0L, 0L, 8L)
                .node("LayerNormalization", "x g g", "n", "axis=-1 epsilon=0.00001")
                .node("MatMul", "n q", "q0")
                .node("MatMul", "n k", "k0")
                .node("MatMul", "n v", "v0")
                .node("Reshape", "q0 heads", "q1")
                .node("Reshape", "k0 heads", "k1")
                .node("Reshape", "v0 heads", "v1")
                .node("Transpose", "q1", "q2", "perm=0,2,1,3")
                .node("Transpose", "k1", "k2", "perm=0,2,3,1")
                .node("Transpose", "v1", "v2", "perm=0,2,1,3")
                .node("MatMul", "q2 k2", "s")
                .node("Div", "s root", "t")
                .node("Where", "keep t low", "masked")
                .node("Softmax", "masked", "p", "axis=-1")
                .node("MatMul", "p v2", "h")
                .node("Transpose", "h", "h1", "perm=0,2,1,3")
                .node("Reshape", "h1 joined", "h2")
                .node("MatMul", "h2 o", "h3")
                .node("Add", "x h3", "r")
                .node("MatMul", "r up", "f")
                .node("Erf", "f", "f1")
                .node("Mul", "f f1", "f2")
                .node("MatMul", "f2 down", "f3")
                .node("Add", "r f3", "y")
                .output("y", "N 5 8")
                .file(17);
    }

    private static ModelProto quantized() {
        return new ModelText("quantized")
                .input("x", "1 4 6 6")
                .numbers("w", INT8, 1, 6, 4, 3, 3)
                .weight("scales", 6)
                .numbers("zeros", INT8, 1, 6)
                .weight("scale")
                .numbers("zero", UINT8, 1)
                .node("QuantizeLinear", "x scale zero", "xq")
                .node("DequantizeLinear", "xq scale zero", "xf")
                .node("DequantizeLinear", "w scales zeros", "wf", "axis=0")
                .node("Conv", "xf wf", "c", "kernel_shape=3,3")
                .node("Sigmoid", "c", "d")
                .node("Mul", "c d", "e")
                .node("HardSigmoid", "e", "f", "alpha=0.2 beta=0.5")
                .node("GlobalMaxPool", "f", "y")
                .output("y", "1 6 1 1")
                .file(13);
    }

    private static ModelProto dense() {
        return new ModelText("dense")
                .input("x", "N 7 5")
                .weight("w", 1, 12, 5)
                .weight("r", 1, 12, 3)
                .weight("a", 3, 6)
                .weight("b", 6)
                .weight("c1", 6, 3, 3)
                .node("LSTM", "x w r", "h", "hidden_size=3")
                .node("Squeeze", "h", "s")
                .node("MatMul", "h a", "m")
                .node("Add", "m b", "n")
                .node("Transpose", "m", "t", "perm=0,1,3,2")
                .node("ReduceSum", "n", "l", "keepdims=1")
                .node("Sum", "n l l", "u")
                .node("LogSoftmax", "u", "y", "axis=1")
                .output("y", "7 1 N 6")
                .file(17);
    }

    /** Axes as attributes, initializers among the inputs, a Constant node. */
    private static ModelProto oldForms() {
        return new ModelText("old")
                .input("x", "N 4 10")
                .input("w", "6 4 3")
                .weight("w", 6, 4, 3)
                .node("Constant", "", "two", "value_ints=2,")
                .node("Conv", "x w", "a", "kernel_shape=3, strides=1,")
                .node("Unsqueeze", "a", "b", "axes=3,")
                .node("Squeeze", "b", "c", "axes=3,")
                .node("Split", "c", "d e", "axis=1 split=2,4")
                .node("ReduceSum", "e", "f", "axes=1, keepdims=1")
                .node("Mul", "d f", "g")
                .node("Softmax", "g", "h")
                .node("Dropout", "h", "i", "")
                .node("Identity", "i", "y")
                .output("y", "N 2 8")
                .file(12);
    }
}
