package io.espalier.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.training.AxisPlaces;
import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What ONNX has and DJL's bridge to PyTorch has not, made of what it has. */
final class TorchMath {
    private static final double SELU_ALPHA = 1.67326319217681884765625;
    private static final double SELU_GAMMA = 1.05070102214813232421875;

    private final PtNDManager manager;

    TorchMath(PtNDManager manager) {
        this.manager = manager;
    }

    private PtNDArray number(double value) {
        return JniUtils.full(manager, new Shape(), value, DataType.FLOAT32, Device.cpu(), SparseFormat.DENSE);
    }

    PtNDArray zeros(long... shape) {
        return JniUtils.createZerosNdArray(
                manager, new Shape(shape), DataType.FLOAT32, Device.cpu(), SparseFormat.DENSE);
    }

    PtNDArray times(PtNDArray x, double factor) {
        return factor == 1 ? x : JniUtils.mul(x, number(factor));
    }

    private PtNDArray plus(PtNDArray x, double summand) {
        return JniUtils.add(x, number(summand));
    }

    /** @param low null: none */
    PtNDArray clip(PtNDArray x, @Nullable Double low, @Nullable Double high) {
        PtNDArray raised = low == null ? x : JniUtils.max(x, number(low));
        return high == null ? raised : JniUtils.min(raised, number(high));
    }

    /** {@code x} above 0, {@code x · slope} below. */
    PtNDArray leaky(PtNDArray x, PtNDArray slope) {
        return JniUtils.add(JniUtils.relu(x), JniUtils.mul(clip(x, null, 0.0), slope));
    }

    PtNDArray activation(Operator.Activation operator, PtNDArray x) {
        return switch (operator.kind()) {
            case RELU -> JniUtils.relu(x);
            case LEAKY_RELU -> JniUtils.leakyRelu(x, real(operator, "alpha", .01));
            case SIGMOID -> JniUtils.sigmoid(x);
            case HARD_SIGMOID ->
                clip(plus(times(x, real(operator, "alpha", .2)), real(operator, "beta", .5)), 0.0, 1.0);
            case HARD_SWISH -> JniUtils.mul(x, clip(plus(times(x, 1.0 / 6), .5), 0.0, 1.0));
            case TANH -> JniUtils.tanh(x);
            case ELU -> JniUtils.elu(x, real(operator, "alpha", 1));
            case SELU -> {
                double gamma = real(operator, "gamma", SELU_GAMMA);
                yield times(JniUtils.elu(x, real(operator, "alpha", SELU_ALPHA)), gamma);
            }
            case CELU -> {
                double alpha = real(operator, "alpha", 1);
                yield times(JniUtils.elu(times(x, 1 / alpha), 1), alpha);
            }
            case GELU -> gelu(operator, x);
            case SOFTPLUS -> JniUtils.softPlus(x);
            case SOFTSIGN -> JniUtils.softSign(x);
            case ERF -> erf(x);
            case EXP -> JniUtils.exp(x);
            case LOG -> JniUtils.log(x);
            case SQRT -> JniUtils.sqrt(x);
            case RECIPROCAL -> JniUtils.div(number(1), x);
            case ABS -> JniUtils.abs(x);
            case NEG -> JniUtils.neg(x);
            case SIN -> JniUtils.sin(x);
            case COS -> JniUtils.cos(x);
            default ->
                throw new UnsupportedFeatureException("The PyTorch engine cannot train this network: %s."
                        .formatted(operator.kind().onnxName()));
        };
    }

    private static double real(Operator.Activation operator, String name, double otherwise) {
        return operator.parameters().get(name) instanceof Attribute.Real real ? real.value() : otherwise;
    }

    private PtNDArray gelu(Operator.Activation operator, PtNDArray x) {
        boolean tanh = operator.parameters().get("approximate") instanceof Attribute.Text text
                && text.value().equals("tanh");
        if (!tanh) {
            return JniUtils.gelu(x);
        }
        PtNDArray cubic = JniUtils.mul(x, plus(times(JniUtils.square(x), .044715), 1));
        PtNDArray gate = plus(JniUtils.tanh(times(cubic, Math.sqrt(2 / Math.PI))), 1);
        return times(JniUtils.mul(x, gate), .5);
    }

    /** Abramowitz and Stegun, 7.1.26: within 1.5e-7. */
    private PtNDArray erf(PtNDArray x) {
        PtNDArray t = JniUtils.div(number(1), plus(times(JniUtils.abs(x), .3275911), 1));
        double[] coefficients = {1.061405429, -1.453152027, 1.421413741, -.284496736, .254829592};
        PtNDArray sum = number(0);
        for (double coefficient : coefficients) {
            sum = JniUtils.mul(t, plus(sum, coefficient));
        }
        PtNDArray tail = JniUtils.mul(sum, JniUtils.exp(JniUtils.neg(JniUtils.square(x))));
        return JniUtils.mul(JniUtils.sign(x), plus(JniUtils.neg(tail), 1));
    }

    /** Each group of channels by its own mean and variance. @param scale one number a channel, or one a group */
    PtNDArray normalizedGroups(PtNDArray x, int groups, PtNDArray scale, PtNDArray bias, double epsilon) {
        long[] sizes = JniUtils.getShape(x).getShape();
        PtNDArray rows = JniUtils.reshape(x, new long[] {sizes[0], groups, -1});
        PtNDArray centred = JniUtils.sub(rows, JniUtils.mean(rows, 2, true));
        PtNDArray variance = JniUtils.mean(JniUtils.square(centred), 2, true);
        PtNDArray normal = JniUtils.reshape(JniUtils.div(centred, JniUtils.sqrt(plus(variance, epsilon))), sizes);
        return JniUtils.add(JniUtils.mul(normal, byChannel(scale, sizes)), byChannel(bias, sizes));
    }

    private static PtNDArray byChannel(PtNDArray vector, long[] sizes) {
        long[] shape = new long[sizes.length];
        Arrays.fill(shape, 1);
        shape[1] = sizes[1];
        long length = JniUtils.getShape(vector).size();
        PtNDArray all = length == sizes[1] ? vector : JniUtils.repeat(vector, sizes[1] / length, 0);
        return JniUtils.reshape(all, shape);
    }

    /** @param axes that are reduced; they stay, with the size 1 */
    PtNDArray reduced(Operator.Reduce.Kind kind, PtNDArray x, long[] axes) {
        return switch (kind) {
            case SUM -> JniUtils.sum(x, axes, true);
            case MEAN -> {
                long count = 1;
                for (long axis : axes) {
                    count *= JniUtils.getShape(x).get(Math.toIntExact(axis));
                }
                yield times(JniUtils.sum(x, axes, true), 1.0 / count);
            }
            case SUM_SQUARE -> JniUtils.sum(JniUtils.square(x), axes, true);
            case L2 -> JniUtils.sqrt(JniUtils.sum(JniUtils.square(x), axes, true));
            case MAX -> {
                PtNDArray greatest = x;
                for (long axis : axes) {
                    greatest = JniUtils.max(greatest, axis, true);
                }
                yield greatest;
            }
            case MIN -> JniUtils.neg(reduced(Operator.Reduce.Kind.MAX, JniUtils.neg(x), axes));
            default ->
                throw new UnsupportedFeatureException(
                        "The PyTorch engine cannot train this network: %s.".formatted(kind.onnxName()));
        };
    }

    /** An axis made of places of itself, {@link AxisPlaces#NONE} being 0. */
    PtNDArray places(PtNDArray x, int axis, int[] places) {
        long[] sizes = JniUtils.getShape(x).getShape();
        long[] there = order(sizes.length, axis);
        PtNDArray first = JniUtils.permute(x, there);
        PtNDArray rows = JniUtils.reshape(first, new long[] {sizes[axis], -1});
        long zero = sizes[axis];
        boolean hasNone = Arrays.stream(places).anyMatch(place -> place == AxisPlaces.NONE);
        if (hasNone) {
            rows = JniUtils.cat(
                    new PtNDArray[] {rows, zeros(1, JniUtils.getShape(rows).get(1))}, 0);
        }
        long[] indices = Arrays.stream(places)
                .mapToLong(place -> place == AxisPlaces.NONE ? zero : place)
                .toArray();
        PtNDArray picked = JniUtils.embedding(TorchArrays.longs(manager, indices, indices.length), rows, false);
        long[] shape = new long[sizes.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = i == 0 ? places.length : sizes[Math.toIntExact(there[i])];
        }
        return permuted(JniUtils.reshape(picked, shape), inverse(there));
    }

    /** The axes in another order; images lie channels last in memory again, as PyTorch's convolutions want them here. */
    static PtNDArray permuted(PtNDArray x, long[] order) {
        PtNDArray seen = JniUtils.permute(x, order);
        return order.length == 4 ? channelsLast(seen) : seen;
    }

    /** The same numbers under the same shape, channels last in memory. */
    static PtNDArray channelsLast(PtNDArray x) {
        PtNDArray last = JniUtils.permute(x, new long[] {0, 2, 3, 1});
        PtNDArray flat = JniUtils.reshape(last, new long[] {-1});
        PtNDArray copied = JniUtils.reshape(flat, JniUtils.getShape(last).getShape());
        return JniUtils.permute(copied, new long[] {0, 3, 1, 2});
    }

    /** The axes with this one first. */
    private static long[] order(int rank, int axis) {
        long[] order = new long[rank];
        order[0] = axis;
        int next = 1;
        for (int i = 0; i < rank; i++) {
            if (i != axis) {
                order[next++] = i;
            }
        }
        return order;
    }

    private static long[] inverse(long[] order) {
        long[] inverse = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[Math.toIntExact(order[i])] = i;
        }
        return inverse;
    }
}
