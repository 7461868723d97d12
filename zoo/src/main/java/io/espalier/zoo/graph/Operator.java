package io.espalier.zoo.graph;

import java.util.List;
import java.util.Map;

/**
 * What a node computes: about twenty kinds, not one type per ONNX operator, and {@link Opaque} for the rest. The order
 * of a node's inputs is that of the ONNX operator of the same name. Attributes that a record does not name do not exist
 * for that kind: a reader that meets one makes the node {@link Opaque} instead of guessing.
 */
public sealed interface Operator {

    /** Calls the method of {@code visitor} for this kind. */
    <R> R accept(Visitor<R> visitor);

    /** How ONNX pads when no explicit pads are given. */
    enum AutoPad {
        NOTSET,
        SAME_UPPER,
        SAME_LOWER,
        VALID
    }

    /**
     * Conv or, when {@code transposed}, ConvTranspose, of any spatial rank. Weight: {@code [out, in/groups, k…]}
     * ({@code [in, out/groups, k…]} when transposed).
     *
     * @param kernel one size a spatial axis; empty when the file leaves it to the weight
     * @param pads begins, then ends; empty means 0
     * @param outputPadding of a transposed convolution; else empty
     */
    record Convolution(
            boolean transposed,
            Longs kernel,
            Longs strides,
            Longs pads,
            Longs dilations,
            int groups,
            AutoPad autoPad,
            Longs outputPadding)
            implements Operator {
        public Convolution {
            if (groups < 1) {
                throw new IllegalArgumentException(
                        "The groups (%d) of a convolution must be 1 or more.".formatted(groups));
            }
        }

        /** A square 2-D convolution. */
        public static Convolution of(int kernel, int stride, int pad, int groups) {
            return new Convolution(
                    false,
                    Longs.repeat(kernel, 2),
                    Longs.repeat(stride, 2),
                    Longs.repeat(pad, 4),
                    Longs.repeat(1, 2),
                    groups,
                    AutoPad.NOTSET,
                    Longs.of());
        }

        public Convolution withGroups(int newGroups) {
            return new Convolution(transposed, kernel, strides, pads, dilations, newGroups, autoPad, outputPadding);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.convolution(this);
        }
    }

    /** {@code alpha · A' · B' + beta · C}. */
    record Gemm(boolean transposeA, boolean transposeB, float alpha, float beta) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.gemm(this);
        }
    }

    /** Matrix product with broadcast leading axes. */
    record MatMul() implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.matMul(this);
        }
    }

    /** A sum of products of elements, named by labels. */
    record Einsum(EinsumEquation equation) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.einsum(this);
        }
    }

    /**
     * MaxPool, AveragePool and their global forms.
     *
     * @param kernel empty when {@code global}
     * @param countIncludePad of AveragePool
     */
    record Pool(
            Kind kind,
            boolean global,
            Longs kernel,
            Longs strides,
            Longs pads,
            Longs dilations,
            boolean ceilMode,
            boolean countIncludePad,
            AutoPad autoPad)
            implements Operator {
        public enum Kind {
            MAX,
            AVERAGE
        }

        public static Pool globalAverage() {
            return new Pool(
                    Kind.AVERAGE, true, Longs.of(), Longs.of(), Longs.of(), Longs.of(), false, false, AutoPad.NOTSET);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pool(this);
        }
    }

    /**
     * A function of one tensor, element by element, that does not know the element's place. Further inputs (bounds of
     * Clip, ratio of Dropout) are constants.
     *
     * @param parameters ONNX attributes as given ({@code alpha}, {@code beta}, …)
     */
    record Activation(Kind kind, Map<String, Attribute> parameters) implements Operator {
        public Activation {
            parameters = Map.copyOf(parameters);
        }

        public static Activation of(Kind kind) {
            return new Activation(kind, Map.of());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.activation(this);
        }

        /** The ONNX operator, and whether it maps 0 to 0 with its default parameters. */
        public enum Kind {
            RELU("Relu", true),
            LEAKY_RELU("LeakyRelu", true),
            CLIP("Clip", true),
            SIGMOID("Sigmoid", false),
            HARD_SIGMOID("HardSigmoid", false),
            HARD_SWISH("HardSwish", true),
            TANH("Tanh", true),
            ELU("Elu", true),
            SELU("Selu", true),
            CELU("Celu", true),
            THRESHOLDED_RELU("ThresholdedRelu", true),
            GELU("Gelu", true),
            MISH("Mish", true),
            SOFTPLUS("Softplus", false),
            SOFTSIGN("Softsign", true),
            ERF("Erf", true),
            EXP("Exp", false),
            LOG("Log", false),
            SQRT("Sqrt", true),
            RECIPROCAL("Reciprocal", false),
            ABS("Abs", true),
            NEG("Neg", true),
            FLOOR("Floor", true),
            CEIL("Ceil", true),
            ROUND("Round", true),
            SIGN("Sign", true),
            SIN("Sin", true),
            COS("Cos", false),
            TAN("Tan", true),
            ASIN("Asin", true),
            ACOS("Acos", false),
            ATAN("Atan", true),
            SINH("Sinh", true),
            COSH("Cosh", false),
            ASINH("Asinh", true),
            ACOSH("Acosh", false),
            ATANH("Atanh", true),
            SHRINK("Shrink", true),
            NOT("Not", false),
            IDENTITY("Identity", true),
            DROPOUT("Dropout", true);

            private final String onnxName;
            private final boolean keepsZero;

            Kind(String onnxName, boolean keepsZero) {
                this.onnxName = onnxName;
                this.keepsZero = keepsZero;
            }

            public String onnxName() {
                return onnxName;
            }

            public boolean keepsZero() {
                return keepsZero;
            }
        }
    }

    /** A function of several tensors, element by element, with broadcasting. */
    record Elementwise(Kind kind) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.elementwise(this);
        }

        public enum Kind {
            ADD("Add"),
            SUB("Sub"),
            MUL("Mul"),
            DIV("Div"),
            MOD("Mod"),
            POW("Pow"),
            MIN("Min"),
            MAX("Max"),
            SUM("Sum"),
            MEAN("Mean"),
            WHERE("Where"),
            PRELU("PRelu"),
            EQUAL("Equal"),
            LESS("Less"),
            GREATER("Greater"),
            LESS_OR_EQUAL("LessOrEqual"),
            GREATER_OR_EQUAL("GreaterOrEqual"),
            AND("And"),
            OR("Or"),
            XOR("Xor");

            private final String onnxName;

            Kind(String onnxName) {
                this.onnxName = onnxName;
            }

            public String onnxName() {
                return onnxName;
            }
        }
    }

    /**
     * BatchNormalization (inputs x, scale, bias, mean, variance), LayerNormalization, InstanceNormalization,
     * GroupNormalization, LRN.
     *
     * @param epsilon added to the variance; of LRN: its {@code bias}
     * @param parameters all other ONNX attributes as given ({@code momentum}, {@code axis}, {@code num_groups}, …)
     */
    record Normalization(Kind kind, float epsilon, Map<String, Attribute> parameters) implements Operator {
        public Normalization {
            parameters = Map.copyOf(parameters);
        }

        public static Normalization batch(float epsilon) {
            return new Normalization(Kind.BATCH, epsilon, Map.of());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.normalization(this);
        }

        public enum Kind {
            BATCH("BatchNormalization"),
            LAYER("LayerNormalization"),
            INSTANCE("InstanceNormalization"),
            GROUP("GroupNormalization"),
            LRN("LRN");

            private final String onnxName;

            Kind(String onnxName) {
                this.onnxName = onnxName;
            }

            public String onnxName() {
                return onnxName;
            }
        }
    }

    /** Softmax or LogSoftmax over {@code axis}; before opset 13 over all axes from it on. */
    record Softmax(int axis, boolean log) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.softmax(this);
        }
    }

    /**
     * Reshape (target in input 1), Flatten, Squeeze, Unsqueeze, Expand (target in input 1), Tile (repeats in input 1).
     *
     * @param axis of Flatten; else 0
     * @param axes of Squeeze and Unsqueeze where the file gives them as an attribute (opset 11 and 12); else empty
     * @param allowZero of Reshape: a 0 in the target is a size, not "keep"
     */
    record Reshape(Kind kind, int axis, Longs axes, boolean allowZero) implements Operator {
        public enum Kind {
            RESHAPE("Reshape"),
            FLATTEN("Flatten"),
            SQUEEZE("Squeeze"),
            UNSQUEEZE("Unsqueeze"),
            EXPAND("Expand"),
            TILE("Tile");

            private final String onnxName;

            Kind(String onnxName) {
                this.onnxName = onnxName;
            }

            public String onnxName() {
                return onnxName;
            }
        }

        public static Reshape of(Kind kind) {
            return new Reshape(kind, kind == Kind.FLATTEN ? 1 : 0, Longs.of(), false);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.reshape(this);
        }
    }

    /** Reorders axes. @param permutation empty means reversed */
    record Transpose(Longs permutation) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.transpose(this);
        }
    }

    /** Inputs: data, starts, ends, axes (optional), steps (optional). */
    record Slice() implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.slice(this);
        }
    }

    record Concat(int axis) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.concat(this);
        }
    }

    /**
     * @param sizes one a part, where the file gives them as an attribute (opset 11 and 12); empty: in input 1, or equal
     *     parts
     * @param numOutputs the attribute {@code num_outputs} of opset 18 on; 0 when absent
     */
    record Split(int axis, Longs sizes, int numOutputs) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.split(this);
        }
    }

    /** Inputs: data, pads, value (optional), axes (optional). @param mode constant, reflect, edge or wrap */
    record Pad(String mode) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pad(this);
        }
    }

    /**
     * @param axes where given as an attribute; empty: in input 1, or all
     * @param noopWithEmptyAxes no axes means no reduction
     */
    record Reduce(Kind kind, Longs axes, boolean keepDims, boolean noopWithEmptyAxes) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.reduce(this);
        }

        public enum Kind {
            MEAN("ReduceMean"),
            SUM("ReduceSum"),
            MAX("ReduceMax"),
            MIN("ReduceMin"),
            PROD("ReduceProd"),
            L1("ReduceL1"),
            L2("ReduceL2"),
            SUM_SQUARE("ReduceSumSquare"),
            LOG_SUM("ReduceLogSum"),
            LOG_SUM_EXP("ReduceLogSumExp");

            private final String onnxName;

            Kind(String onnxName) {
                this.onnxName = onnxName;
            }

            public String onnxName() {
                return onnxName;
            }
        }
    }

    /**
     * Resize: data, roi, scales, sizes.
     *
     * @param parameters ONNX attributes as given
     * @param scales the numbers of the scales where they are constant; empty otherwise, and where sizes are given
     */
    record Resize(Map<String, Attribute> parameters, List<Double> scales) implements Operator {
        public Resize {
            parameters = Map.copyOf(parameters);
            scales = List.copyOf(scales);
        }

        /** By sizes. */
        public Resize(Map<String, Attribute> parameters) {
            this(parameters, List.of());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resize(this);
        }
    }

    /** Inputs: data, indices. */
    record Gather(int axis) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.gather(this);
        }
    }

    /** DepthToSpace, or SpaceToDepth when {@code inverse}. @param mode DCR or CRD; of the inverse: empty */
    record DepthToSpace(int block, String mode, boolean inverse) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.depthToSpace(this);
        }
    }

    /**
     * The sizes of a tensor, as integers.
     *
     * @param start first axis; 0 by default
     * @param end behind the last axis; {@code Long.MAX_VALUE} by default
     */
    record ShapeOf(long start, long end) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.shapeOf(this);
        }
    }

    /** Numbers from input 0 to before input 1, by steps of input 2. */
    record Range() implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.range(this);
        }
    }

    /** A tensor of the shape in input 0, filled with one value. @param value as a double, exact for what files hold */
    record Fill(DataType dataType, double value) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fill(this);
        }
    }

    record Cast(DataType to) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cast(this);
        }
    }

    /** QuantizeLinear: x, scale, zero point. @param axis of per-channel scales */
    record Quantize(int axis) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.quantize(this);
        }
    }

    /** DequantizeLinear: x, scale, zero point. @param axis of per-channel scales */
    record Dequantize(int axis) implements Operator {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dequantize(this);
        }
    }

    /**
     * An operator we do not interpret: it round-trips unchanged, freezes the channels it touches and costs nothing that
     * we could state.
     *
     * @param domain empty for ONNX's own
     * @param captured names of outer values that its sub-graphs read, beside the node's inputs
     * @param declared types of its results as far as its sub-graphs declare them: of their shapes the ranks count
     */
    record Opaque(
            String domain,
            String type,
            Map<String, Attribute> attributes,
            List<String> captured,
            List<TensorType> declared)
            implements Operator {
        public Opaque {
            attributes = Map.copyOf(attributes);
            captured = List.copyOf(captured);
            declared = List.copyOf(declared);
        }

        /** An operator without sub-graphs that declare its results. */
        public Opaque(String domain, String type, Map<String, Attribute> attributes, List<String> captured) {
            this(domain, type, attributes, captured, List.of());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.opaque(this);
        }
    }

    /** One method a kind, and no default: a new kind fails to compile wherever it is not handled. */
    interface Visitor<R> {
        R convolution(Convolution operator);

        R gemm(Gemm operator);

        R matMul(MatMul operator);

        R einsum(Einsum operator);

        R pool(Pool operator);

        R activation(Activation operator);

        R elementwise(Elementwise operator);

        R normalization(Normalization operator);

        R softmax(Softmax operator);

        R reshape(Reshape operator);

        R transpose(Transpose operator);

        R slice(Slice operator);

        R concat(Concat operator);

        R split(Split operator);

        R pad(Pad operator);

        R reduce(Reduce operator);

        R resize(Resize operator);

        R gather(Gather operator);

        R depthToSpace(DepthToSpace operator);

        R shapeOf(ShapeOf operator);

        R range(Range operator);

        R fill(Fill operator);

        R cast(Cast operator);

        R quantize(Quantize operator);

        R dequantize(Dequantize operator);

        R opaque(Opaque operator);
    }
}
