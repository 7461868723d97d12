package io.espalier.nd4j;

import io.espalier.training.AxisPlaces;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.AutoPad;
import io.espalier.zoo.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans the convolutions that libnd4j does not run well: dilated, transposed, of one or three dimensions. They are products
 * with the patches under the kernel, gathered before or added up afterwards.
 */
final class ConvolutionPlanner {
    private final TapePlanner plan;

    ConvolutionPlanner(TapePlanner plan) {
        this.plan = plan;
    }

    void plan(Node node, Operator.Convolution operator) {
        View in = channelsLast(plan.view(node.input(0)));
        String weight = plan.weights().kernel(node.input(1));
        Shape shape = plan.weights().shape(weight);
        Longs out = plan.numbers().sizes(node.output());
        KernelPlaces kernel = kernel(operator, shape, in, out);
        View result = operator.transposed()
                ? transposed(node, operator, in, weight, out, kernel)
                : ordinary(node, operator, in, weight, out, kernel);
        plan.name(node.output(), node.hasInput(2) ? withBias(result, plan.view(node.input(2))) : result);
    }

    private View channelsLast(View view) {
        List<Integer> axes = new ArrayList<>(List.of(0));
        for (int axis = 2; axis < view.rank(); axis++) {
            axes.add(axis);
        }
        axes.add(1);
        return view.isOrdered(axes) ? lastView(view.value(), view.sizes()) : plan.reordered(view, axes);
    }

    /** A value whose memory is {@code [n, pixels, channels]}. */
    private static View lastView(String value, Longs sizes) {
        List<Integer> order = new ArrayList<>(List.of(0, sizes.size() - 1));
        for (int axis = 2; axis < sizes.size(); axis++) {
            order.add(axis - 1);
        }
        return new View(value, sizes, order);
    }

    private static KernelPlaces kernel(Operator.Convolution operator, Shape weight, View in, Longs out) {
        int axes = in.rank() - 2;
        long[] size = new long[axes];
        long[] stride = new long[axes];
        long[] dilation = new long[axes];
        long[] pad = new long[axes];
        for (int axis = 0; axis < axes; axis++) {
            size[axis] = weight.size(axis + 2);
            stride[axis] = operator.strides().isEmpty() ? 1 : operator.strides().at(axis);
            dilation[axis] =
                    operator.dilations().isEmpty() ? 1 : operator.dilations().at(axis);
            long small = operator.transposed() ? in.sizes().at(axis + 2) : out.at(axis + 2);
            long large = operator.transposed() ? out.at(axis + 2) : in.sizes().at(axis + 2);
            long all = Math.max(0, (small - 1) * stride[axis] + dilation[axis] * (size[axis] - 1) + 1 - large);
            pad[axis] = switch (operator.autoPad()) {
                case NOTSET -> operator.pads().isEmpty() ? 0 : operator.pads().at(axis);
                case VALID -> 0;
                case SAME_UPPER, SAME_LOWER -> operator.autoPad() == AutoPad.SAME_UPPER ? all / 2 : all - all / 2;
            };
        }
        return new KernelPlaces(Longs.of(size), Longs.of(stride), Longs.of(dilation), Longs.of(pad));
    }

    private static Longs pixels(Longs sizes) {
        return Longs.of(sizes.stream().skip(2).toArray());
    }

    private View ordinary(
            Node node, Operator.Convolution operator, View in, String weight, Longs out, KernelPlaces kernel) {
        int groups = operator.groups();
        int channels = in.sizes().intAt(1);
        int outPixels = Math.toIntExact(pixels(out).product());
        int patch = Math.toIntExact(kernel.size().product()) * channels;
        int[] places = kernel.places(pixels(out), pixels(in.sizes()));
        IndexMap map = new IndexMap(
                in.sizes().intAt(0),
                in.elements() / in.sizes().intAt(0),
                patches(places, outPixels, kernel, channels, groups));
        String patches = plan.fresh(node.output());
        plan.add(new Step.Remap(
                in.value(), patches, new Size(outPixels, 1, patch), in.sizes().intAt(0), map));
        int outChannels = out.intAt(1);
        String product = plan.fresh(node.output());
        plan.add(new Step.Convolve(
                patches,
                product,
                new Size(outPixels, 1, outChannels),
                weight,
                null,
                Geometry.whole(new Size(1, 1, 1)),
                groups,
                new WeightOrder.Patches(
                        outChannels,
                        channels / groups,
                        Math.toIntExact(kernel.size().product()))));
        return lastView(product, out);
    }

    /** Of each pixel of the output: by group, by place of the kernel, the channels of the group. */
    private static int[] patches(int[] places, int pixels, KernelPlaces kernel, int channels, int groups) {
        int kernelSize = Math.toIntExact(kernel.size().product());
        int inGroup = channels / groups;
        int[] sources = new int[Math.multiplyExact(pixels, kernelSize * channels)];
        int next = 0;
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int group = 0; group < groups; group++) {
                for (int k = 0; k < kernelSize; k++) {
                    int place = places[pixel * kernelSize + k];
                    for (int c = 0; c < inGroup; c++) {
                        sources[next++] =
                                place == AxisPlaces.NONE ? AxisPlaces.NONE : place * channels + group * inGroup + c;
                    }
                }
            }
        }
        return sources;
    }

    private View transposed(
            Node node, Operator.Convolution operator, View in, String weight, Longs out, KernelPlaces kernel) {
        int groups = operator.groups();
        int channels = in.sizes().intAt(1);
        int outChannels = out.intAt(1);
        int images = in.sizes().intAt(0);
        int inPixels = Math.toIntExact(pixels(in.sizes()).product());
        int kernelSize = Math.toIntExact(kernel.size().product());
        Size inSize = new Size(inPixels, 1, channels);
        String seen = plan.fresh(node.output());
        plan.add(new Step.Recast(in.value(), seen, inSize, images));
        String product = plan.fresh(node.output());
        Size patches = new Size(inPixels, 1, kernelSize * outChannels);
        plan.add(new Step.Convolve(
                seen,
                product,
                patches,
                weight,
                null,
                Geometry.whole(new Size(1, 1, 1)),
                groups,
                new WeightOrder.TransposedPatches(groups, channels / groups, outChannels / groups, kernelSize)));
        int[] places = kernel.places(pixels(in.sizes()), pixels(out));
        int outPixels = Math.toIntExact(pixels(out).product());
        IndexMap map =
                new IndexMap(images, outPixels * outChannels, patches(places, inPixels, kernel, outChannels, groups));
        String sum = plan.fresh(node.output());
        plan.add(new Step.Scatter(product, sum, new Size(outPixels, 1, outChannels), images, map));
        return lastView(sum, out);
    }

    private View withBias(View product, View bias) {
        Longs sizes = Longs.repeat(1, product.rank()).with(1, bias.elements());
        View wide = new View(bias.value(), sizes, product.order());
        View sum = product.of(plan.fresh(product.value()));
        plan.add(new Step.Combine(
                Arithmetic.ADD,
                product.value(),
                product.memorySizes(),
                wide.value(),
                wide.memorySizes(),
                sum.value(),
                sum.memorySizes()));
        return sum;
    }

    /** Normalization by the batch of what is no image: {@code [n, c, ...]}. */
    View batchNorm(Node node, Operator.Normalization operator, View view) {
        UntrainedOperators.require(view.rank() > 2, "BatchNormalization of a matrix");
        View in = channelsLast(view);
        int images = in.sizes().intAt(0);
        int channels = in.sizes().intAt(1);
        Size size = new Size(in.elements() / images / channels, 1, channels);
        String seen = plan.fresh(node.output());
        plan.add(new Step.Recast(in.value(), seen, size, images));
        String out = plan.fresh(node.output());
        Step.Norm norm = Step.Norm.of(node, operator, plan);
        plan.add(new Step.Fuse(seen, out, size, norm, null, null));
        return lastView(out, in.sizes());
    }
}
