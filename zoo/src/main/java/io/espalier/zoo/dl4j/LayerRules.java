package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What each type of layer computes in inference, its activation included. */
final class LayerRules {
    private final Draft draft;
    private final Parameters parameters;
    private final ConvolutionLayers convolutions;
    private final Activations activations;

    LayerRules(Draft draft, Parameters parameters) {
        this.draft = draft;
        this.parameters = parameters;
        convolutions = new ConvolutionLayers(draft, parameters);
        activations = new Activations(draft);
    }

    String translate(Fields layer, String input) {
        return switch (layer.type()) {
            case "ConvolutionLayer", "Convolution2D" -> activations.apply(layer, convolutions.plain(layer, input));
            case "Deconvolution2D" -> activations.apply(layer, convolutions.transposed(layer, input));
            case "DepthwiseConvolution2D" -> activations.apply(layer, convolutions.depthwise(layer, input));
            case "SeparableConvolution2D" -> activations.apply(layer, convolutions.separable(layer, input));
            case "DenseLayer", "OutputLayer" -> activations.apply(layer, dense(layer, input));
            case "BatchNormalization" -> normalization(layer, input);
            case "ActivationLayer", "LossLayer", "CnnLossLayer" -> activations.apply(layer, input);
            case "DropoutLayer" -> input;
            case "SubsamplingLayer", "Pooling2D" -> pool(layer, input);
            case "GlobalPoolingLayer" -> globalPool(layer, input);
            case "ZeroPaddingLayer" -> pad(layer, input);
            case "Cropping2D" -> crop(layer, input);
            case "Upsampling2D" -> enlarge(layer, input);
            default -> throw layer.unknownType();
        };
    }

    /** The weight lies column by column, before the bias. */
    private String dense(Fields layer, String input) {
        if (layer.flag("hasLayerNorm", false)) {
            throw layer.unsupported("a layer normalization");
        }
        int in = layer.size("nin");
        int out = layer.size("nout");
        float[] columns = parameters.take(layer.owner(), in, out);
        float[] bias = layer.flag("hasBias", true) ? parameters.take(layer.owner(), out) : new float[out];
        return draft.node(
                layer.owner(),
                "Gemm",
                new Operator.Gemm(false, true, 1, 1),
                input,
                draft.weight(layer.owner(), "W", columns, out, in),
                draft.weight(layer.owner(), "b", bias, out));
    }

    private String normalization(Fields layer, String input) {
        layer.requireChannelsFirst();
        int channels = layer.size("nout");
        boolean locked = layer.flag("lockGammaBeta", false);
        float[] learnt = locked ? new float[0] : parameters.take(layer.owner(), 2, channels);
        float[] mean = parameters.take(layer.owner(), channels);
        float[] variance = parameters.take(layer.owner(), channels);
        float[] scale = locked ? all(channels, layer.number("gamma", 1)) : Arrays.copyOf(learnt, channels);
        float[] shift =
                locked ? all(channels, layer.number("beta", 0)) : Arrays.copyOfRange(learnt, channels, 2 * channels);
        if (layer.flag("useLogStd", false)) {
            for (int i = 0; i < channels; i++) {
                variance[i] = (float) Math.pow(10, 2.0 * variance[i]);
            }
        }
        String name = layer.owner();
        return draft.node(
                name,
                "BatchNormalization",
                Operator.Normalization.batch((float) layer.number("eps", 1e-5)),
                input,
                draft.weight(name, "gamma", scale, channels),
                draft.weight(name, "beta", shift, channels),
                draft.weight(name, "mean", mean, channels),
                draft.weight(name, "var", variance, channels));
    }

    private static float[] all(int count, double number) {
        float[] numbers = new float[count];
        Arrays.fill(numbers, (float) number);
        return numbers;
    }

    private Pool.Kind kind(Fields layer) {
        return switch (layer.text("poolingType", "")) {
            case "MAX" -> Pool.Kind.MAX;
            case "AVG" -> Pool.Kind.AVERAGE;
            default -> throw layer.unsupported("the pooling " + layer.text("poolingType", ""));
        };
    }

    private String pool(Fields layer, String input) {
        Windows windows = Windows.of(layer);
        Pool.Kind kind = kind(layer);
        Pool pool = new Pool(
                kind,
                false,
                windows.kernel(),
                windows.strides(),
                windows.pads(),
                windows.dilations(),
                false,
                kind == Pool.Kind.AVERAGE && layer.flag("avgPoolIncludePadInDivisor", false),
                windows.autoPad());
        return draft.node(layer.owner(), kind == Pool.Kind.MAX ? "MaxPool" : "AveragePool", pool, input);
    }

    private String globalPool(Fields layer, String input) {
        Pool.Kind kind = kind(layer);
        boolean ofImages = !layer.has("poolingDimensions")
                || Longs.of(layer.wholes("poolingDimensions", 2, 1)).equals(Longs.of(2, 3));
        if (!ofImages) {
            throw layer.unsupported("the dimensions %s".formatted(layer.json().path("poolingDimensions")));
        }
        Pool pool = new Pool(
                kind, true, Longs.of(), Longs.of(), Longs.of(), Longs.of(), false, false, Operator.AutoPad.NOTSET);
        String pooled =
                draft.node(layer.owner(), kind == Pool.Kind.MAX ? "GlobalMaxPool" : "GlobalAveragePool", pool, input);
        return layer.flag("collapseDimensions", true)
                ? draft.node(layer.owner(), "Flatten", Operator.Reshape.of(Operator.Reshape.Kind.FLATTEN), pooled)
                : pooled;
    }

    /** @return above, below, left, right */
    private static long[] border(Fields layer, String field) {
        layer.requireChannelsFirst();
        return layer.wholes(field, 4, 0);
    }

    private String pad(Fields layer, String input) {
        long[] border = border(layer, "padding");
        String pads = draft.integers(layer.owner(), "pads", 0, 0, border[0], border[2], 0, 0, border[1], border[3]);
        return draft.node(layer.owner(), "Pad", new Operator.Pad("constant"), input, pads);
    }

    private String crop(Fields layer, String input) {
        long[] border = border(layer, "cropping");
        String name = layer.owner();
        return draft.node(
                name,
                "Slice",
                new Operator.Slice(),
                input,
                draft.integers(name, "starts", border[0], border[2]),
                draft.integers(name, "ends", end(border[1]), end(border[3])),
                draft.integers(name, "axes", 2, 3));
    }

    private static long end(long cropped) {
        return cropped == 0 ? Long.MAX_VALUE : -cropped;
    }

    private String enlarge(Fields layer, String input) {
        layer.requireChannelsFirst();
        long[] factors = layer.wholes("size", 2, 1);
        float[] scales = {1, 1, factors[0], factors[1]};
        Operator resize = new Operator.Resize(
                Map.of(
                        "mode", new Attribute.Text("nearest"),
                        "nearest_mode", new Attribute.Text("floor"),
                        "coordinate_transformation_mode", new Attribute.Text("asymmetric")),
                List.of(1.0, 1.0, (double) factors[0], (double) factors[1]));
        return draft.node(layer.owner(), "Resize", resize, input, "", draft.weight(layer.owner(), "scales", scales, 4));
    }
}
