package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;

/**
 * Convolutions. Their numbers lie with the bias first; weights row-major: {@code [out, in, h, w]}, depthwise {@code [h, w,
 * in, multiplier]}, the depthwise part of separable ones {@code [multiplier, in, h, w]}, transposed {@code [in, out, h,
 * w]}.
 */
final class ConvolutionLayers {
    private final Draft draft;
    private final Parameters parameters;

    ConvolutionLayers(Draft draft, Parameters parameters) {
        this.draft = draft;
        this.parameters = parameters;
    }

    String plain(Fields layer, String input) {
        Windows windows = Windows.of(layer);
        int in = layer.size("nin");
        int out = layer.size("nout");
        float[] bias = bias(layer, out);
        float[] weight = take(layer, out, in, windows.places());
        String numbers = draft.weight(
                layer.owner(),
                "W",
                weight,
                out,
                in,
                windows.kernel().at(0),
                windows.kernel().at(1));
        return convolution(layer, "Conv", operator(windows, false, 1), input, numbers, bias);
    }

    String transposed(Fields layer, String input) {
        Windows windows = Windows.of(layer);
        int in = layer.size("nin");
        int out = layer.size("nout");
        float[] bias = bias(layer, out);
        float[] weight = take(layer, in, out, windows.places());
        String numbers = draft.weight(
                layer.owner(),
                "W",
                weight,
                in,
                out,
                windows.kernel().at(0),
                windows.kernel().at(1));
        return convolution(layer, "ConvTranspose", operator(windows, true, 1), input, numbers, bias);
    }

    String depthwise(Fields layer, String input) {
        Windows windows = Windows.of(layer);
        int in = layer.size("nin");
        int multiplier = layer.size("depthMultiplier");
        int places = windows.places();
        float[] bias = bias(layer, Math.multiplyExact(in, multiplier));
        float[] theirs = take(layer, in, multiplier, places);
        float[] ours = new float[theirs.length];
        for (int place = 0; place < places; place++) {
            for (int out = 0; out < in * multiplier; out++) {
                ours[out * places + place] = theirs[place * in * multiplier + out];
            }
        }
        String numbers = filters(layer, windows, in, multiplier, ours);
        return convolution(layer, "Conv", operator(windows, false, in), input, numbers, bias);
    }

    String separable(Fields layer, String input) {
        Windows windows = Windows.of(layer);
        int in = layer.size("nin");
        int out = layer.size("nout");
        int multiplier = layer.size("depthMultiplier");
        int places = windows.places();
        float[] bias = bias(layer, out);
        float[] theirs = take(layer, in, multiplier, places);
        float[] mixing = take(layer, out, in, multiplier);
        float[] ours = new float[theirs.length];
        for (int channel = 0; channel < in; channel++) {
            for (int m = 0; m < multiplier; m++) {
                System.arraycopy(
                        theirs, (m * in + channel) * places, ours, (channel * multiplier + m) * places, places);
            }
        }
        String numbers = filters(layer, windows, in, multiplier, ours);
        String deep = draft.node(layer.owner(), "DepthwiseConv", operator(windows, false, in), input, numbers);
        String points = draft.weight(layer.owner(), "pW", mixing, out, (long) in * multiplier, 1, 1);
        return convolution(layer, "Conv", Operator.Convolution.of(1, 1, 0, 1), deep, points, bias);
    }

    private String filters(Fields layer, Windows windows, int in, int multiplier, float[] numbers) {
        return draft.weight(
                layer.owner(),
                "W",
                numbers,
                (long) in * multiplier,
                1,
                windows.kernel().at(0),
                windows.kernel().at(1));
    }

    private static Operator operator(Windows windows, boolean transposed, int groups) {
        return new Operator.Convolution(
                transposed,
                windows.kernel(),
                windows.strides(),
                windows.pads(),
                windows.dilations(),
                groups,
                windows.autoPad(),
                Longs.of());
    }

    private String convolution(
            Fields layer, String part, Operator operator, String input, String weight, float[] bias) {
        return bias.length == 0
                ? draft.node(layer.owner(), part, operator, input, weight)
                : draft.node(
                        layer.owner(),
                        part,
                        operator,
                        input,
                        weight,
                        draft.weight(layer.owner(), "b", bias, bias.length));
    }

    private float[] bias(Fields layer, int out) {
        return layer.flag("hasBias", true) ? take(layer, out) : new float[0];
    }

    private float[] take(Fields layer, long... sizes) {
        return parameters.take(layer.owner(), sizes);
    }
}
