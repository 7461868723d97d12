package io.espalier.nd4j;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The loss of a network in training, computed in double precision by the definitions of ONNX and nothing clever:
 * what the engine is compared with. Channels first, batch normalization by the batch.
 */
final class ReferenceNetwork {
    private final ModelGraph graph;
    private final Map<String, Values> weights = new LinkedHashMap<>();

    /** Numbers and their shape. */
    record Values(int[] shape, double[] data) {
        static Values zeros(int... shape) {
            int elements = 1;
            for (int size : shape) {
                elements *= size;
            }
            return new Values(shape, new double[elements]);
        }

        int size(int axis) {
            return shape[axis];
        }

        double at(int n, int c, int y, int x) {
            return data[((n * shape[1] + c) * shape[2] + y) * shape[3] + x];
        }
    }

    ReferenceNetwork(Model model) {
        graph = model.graph();
        model.weights().tensors().forEach((name, tensor) -> weights.put(name, of(tensor)));
    }

    private static Values of(Tensor tensor) {
        float[] floats = tensor.floats();
        Values values = Values.zeros(ints(tensor.shape()));
        for (int i = 0; i < floats.length; i++) {
            values.data[i] = floats[i];
        }
        return values;
    }

    private static int[] ints(Longs longs) {
        return longs.stream().mapToInt(Math::toIntExact).toArray();
    }

    /** The numbers of a weight, to be changed for a difference quotient. */
    double[] weight(String name) {
        return weights.get(name).data;
    }

    /** Mean cross-entropy. @param images channels first */
    double loss(Values images, int[] labels) {
        Values logits = logits(images);
        int classes = logits.size(1);
        double loss = 0;
        for (int n = 0; n < labels.length; n++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(logits.data[n * classes + c]);
            }
            loss += Math.log(sum) - logits.data[n * classes + labels[n]];
        }
        return loss / labels.length;
    }

    Values logits(Values images) {
        Map<String, Values> values = new HashMap<>(weights);
        values.put(graph.inputs().get(0).name(), images);
        for (Node node : graph.nodes()) {
            values.put(node.output(), compute(node, values));
        }
        return values.get(graph.outputs().get(0).name());
    }

    private Values compute(Node node, Map<String, Values> values) {
        Values x = values.get(node.input(0));
        Operator operator = node.operator();
        if (operator instanceof Operator.Convolution convolution) {
            return convolve(convolution, x, values.get(node.input(1)), values.get(node.input(2)));
        }
        if (operator instanceof Operator.Normalization normalization) {
            return normalize(x, values.get(node.input(1)), values.get(node.input(2)), normalization.epsilon());
        }
        if (operator instanceof Operator.Gemm gemm) {
            return product(x, values.get(node.input(1)), gemm.transposeB(), values.get(node.input(2)));
        }
        if (operator instanceof Operator.MatMul) {
            return product(x, values.get(node.input(1)), false, null);
        }
        if (operator instanceof Operator.Pool pool) {
            return pool(pool, x);
        }
        if (operator instanceof Operator.Reduce reduce) {
            Values mean = pool(Operator.Pool.globalAverage(), x);
            return reduce.keepDims() ? mean : new Values(new int[] {x.size(0), x.size(1)}, mean.data);
        }
        if (operator instanceof Operator.Activation activation) {
            return activate(activation, x, values.get(node.input(1)), values.get(node.input(2)));
        }
        if (operator instanceof Operator.Elementwise) {
            return add(x, values.get(node.input(1)));
        }
        if (operator instanceof Operator.Concat) {
            return concatenate(x, values.get(node.input(1)));
        }
        if (operator instanceof Operator.Pad) {
            return pad(x, integers(node.input(1)));
        }
        if (operator instanceof Operator.Slice) {
            return slice(x, node);
        }
        return new Values(new int[] {x.size(0), x.data.length / x.size(0)}, x.data);
    }

    private int[] integers(String constant) {
        return ints(graph.constants().get(constant).values());
    }

    private static Values convolve(Operator.Convolution c, Values x, Values w, Values bias) {
        int kernelY = w.size(2);
        int kernelX = w.size(3);
        int dilationY = c.dilations().intAt(0);
        int dilationX = c.dilations().intAt(1);
        int height = (x.size(2) + c.pads().intAt(0) + c.pads().intAt(2) - dilationY * (kernelY - 1) - 1)
                        / c.strides().intAt(0)
                + 1;
        int width = (x.size(3) + c.pads().intAt(1) + c.pads().intAt(3) - dilationX * (kernelX - 1) - 1)
                        / c.strides().intAt(1)
                + 1;
        Values y = Values.zeros(x.size(0), w.size(0), height, width);
        int perGroup = w.size(1);
        int outPerGroup = w.size(0) / c.groups();
        int at = 0;
        for (int n = 0; n < x.size(0); n++) {
            for (int out = 0; out < w.size(0); out++) {
                for (int oy = 0; oy < height; oy++) {
                    for (int ox = 0; ox < width; ox++) {
                        double sum = bias == null ? 0 : bias.data[out];
                        for (int in = 0; in < perGroup; in++) {
                            for (int ky = 0; ky < kernelY; ky++) {
                                for (int kx = 0; kx < kernelX; kx++) {
                                    int iy = oy * c.strides().intAt(0)
                                            + ky * dilationY
                                            - c.pads().intAt(0);
                                    int ix = ox * c.strides().intAt(1)
                                            + kx * dilationX
                                            - c.pads().intAt(1);
                                    if (iy >= 0 && iy < x.size(2) && ix >= 0 && ix < x.size(3)) {
                                        sum += w.at(out, in, ky, kx)
                                                * x.at(n, out / outPerGroup * perGroup + in, iy, ix);
                                    }
                                }
                            }
                        }
                        y.data[at++] = sum;
                    }
                }
            }
        }
        return y;
    }

    private static Values normalize(Values x, Values scale, Values bias, double epsilon) {
        Values y = Values.zeros(x.shape);
        int channels = x.size(1);
        int pixels = x.data.length / x.size(0) / channels;
        int count = x.size(0) * pixels;
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < count; i++) {
                sum += x.data[place(i, c, channels, pixels)];
            }
            double mean = sum / count;
            for (int i = 0; i < count; i++) {
                squares += Math.pow(x.data[place(i, c, channels, pixels)] - mean, 2);
            }
            double deviation = Math.sqrt(squares / count + epsilon);
            for (int i = 0; i < count; i++) {
                int at = place(i, c, channels, pixels);
                y.data[at] = (x.data[at] - mean) / deviation * scale.data[c] + bias.data[c];
            }
        }
        return y;
    }

    private static int place(int i, int channel, int channels, int pixels) {
        return (i / pixels * channels + channel) * pixels + i % pixels;
    }

    private static Values product(Values x, Values w, boolean transposed, Values bias) {
        int in = x.size(1);
        int out = w.size(transposed ? 0 : 1);
        Values y = Values.zeros(x.size(0), out);
        for (int n = 0; n < x.size(0); n++) {
            for (int o = 0; o < out; o++) {
                double sum = bias == null ? 0 : bias.data[o];
                for (int i = 0; i < in; i++) {
                    sum += x.data[n * in + i] * w.data[transposed ? o * in + i : i * out + o];
                }
                y.data[n * out + o] = sum;
            }
        }
        return y;
    }

    private static Values pool(Operator.Pool p, Values x) {
        boolean max = p.kind() == Operator.Pool.Kind.MAX;
        int kernelY = p.global() ? x.size(2) : p.kernel().intAt(0);
        int kernelX = p.global() ? x.size(3) : p.kernel().intAt(1);
        int stride = p.global() ? 1 : p.strides().intAt(0);
        int pad = p.global() ? 0 : p.pads().intAt(0);
        int height = (x.size(2) + 2 * pad - kernelY) / stride + 1;
        int width = (x.size(3) + 2 * pad - kernelX) / stride + 1;
        Values y = Values.zeros(x.size(0), x.size(1), height, width);
        int at = 0;
        for (int n = 0; n < x.size(0); n++) {
            for (int c = 0; c < x.size(1); c++) {
                for (int oy = 0; oy < height; oy++) {
                    for (int ox = 0; ox < width; ox++) {
                        double greatest = Double.NEGATIVE_INFINITY;
                        double sum = 0;
                        int inside = 0;
                        for (int iy = oy * stride - pad; iy < oy * stride - pad + kernelY; iy++) {
                            for (int ix = ox * stride - pad; ix < ox * stride - pad + kernelX; ix++) {
                                if (iy >= 0 && iy < x.size(2) && ix >= 0 && ix < x.size(3)) {
                                    greatest = Math.max(greatest, x.at(n, c, iy, ix));
                                    sum += x.at(n, c, iy, ix);
                                    inside++;
                                }
                            }
                        }
                        int count = p.countIncludePad() ? kernelY * kernelX : inside;
                        y.data[at++] = max ? greatest : sum / count;
                    }
                }
            }
        }
        return y;
    }

    private static Values activate(Operator.Activation activation, Values x, Values low, Values high) {
        Values y = Values.zeros(x.shape);
        boolean identity = activation.kind() == Operator.Activation.Kind.IDENTITY
                || activation.kind() == Operator.Activation.Kind.DROPOUT;
        boolean relu = activation.kind() == Operator.Activation.Kind.RELU;
        for (int i = 0; i < y.data.length; i++) {
            double value = x.data[i];
            if (relu) {
                value = Math.max(value, 0);
            } else if (!identity) {
                value = Math.min(Math.max(value, low.data[0]), high.data[0]);
            }
            y.data[i] = value;
        }
        return y;
    }

    private static Values add(Values left, Values right) {
        Values y = Values.zeros(left.shape);
        for (int i = 0; i < y.data.length; i++) {
            y.data[i] = left.data[i] + right.data[i % right.data.length];
        }
        return y;
    }

    private static Values concatenate(Values left, Values right) {
        Values y = Values.zeros(left.size(0), left.size(1) + right.size(1), left.size(2), left.size(3));
        int pixels = left.size(2) * left.size(3);
        int leftSize = left.size(1) * pixels;
        int rightSize = right.size(1) * pixels;
        for (int n = 0; n < left.size(0); n++) {
            System.arraycopy(left.data, n * leftSize, y.data, n * (leftSize + rightSize), leftSize);
            System.arraycopy(right.data, n * rightSize, y.data, n * (leftSize + rightSize) + leftSize, rightSize);
        }
        return y;
    }

    private static Values pad(Values x, int[] pads) {
        Values y = Values.zeros(
                x.size(0), x.size(1) + pads[1] + pads[5], x.size(2) + pads[2] + pads[6], x.size(3) + pads[3] + pads[7]);
        for (int n = 0; n < x.size(0); n++) {
            for (int c = 0; c < x.size(1); c++) {
                for (int row = 0; row < x.size(2); row++) {
                    for (int column = 0; column < x.size(3); column++) {
                        int at = ((n * y.size(1) + c + pads[1]) * y.size(2) + row + pads[2]) * y.size(3)
                                + column
                                + pads[3];
                        y.data[at] = x.at(n, c, row, column);
                    }
                }
            }
        }
        return y;
    }

    /** Of channels, rows and columns with positive steps. */
    private Values slice(Values x, Node node) {
        int[] from = {0, 0, 0, 0};
        int[] to = x.shape.clone();
        int[] by = {1, 1, 1, 1};
        int[] axes = integers(node.input(3));
        for (int i = 0; i < axes.length; i++) {
            from[axes[i]] = integers(node.input(1))[i];
            to[axes[i]] = Math.min(to[axes[i]], integers(node.input(2))[i]);
            by[axes[i]] = integers(node.input(4))[i];
        }
        int channels = (to[1] - from[1] + by[1] - 1) / by[1];
        int height = (to[2] - from[2] + by[2] - 1) / by[2];
        int width = (to[3] - from[3] + by[3] - 1) / by[3];
        Values y = Values.zeros(x.size(0), channels, height, width);
        int at = 0;
        for (int n = 0; n < x.size(0); n++) {
            for (int c = 0; c < channels; c++) {
                for (int row = 0; row < height; row++) {
                    for (int column = 0; column < width; column++) {
                        y.data[at++] = x.at(n, from[1] + c * by[1], from[2] + row * by[2], from[3] + column * by[3]);
                    }
                }
            }
        }
        return y;
    }
}
