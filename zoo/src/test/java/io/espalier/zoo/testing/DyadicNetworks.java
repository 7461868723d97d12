package io.espalier.zoo.testing;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.transform.ActivationHistograms;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.FakeQuantization;
import io.espalier.zoo.transform.KernelPrecisions;
import io.espalier.zoo.transform.ScaleRule;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Networks with fake quantization whose numbers are all multiples of powers of two, few enough that no sum is ever rounded:
 * whoever computes them must get the same bits, in whatever order.
 */
public final class DyadicNetworks {
    private DyadicNetworks() {}

    /** Convolutions (plain, grouped, depthwise, strided), normalizations of both signs, a residual sum, a dense layer. */
    public static Model residual(long seed, Precision inner, Precision ends) {
        NetworkBuilder net = new NetworkBuilder(seed, 17);
        String stem = net.relu(normalized(net, "stem", net.convolution("stem", net.input(3, 8, 8), 3, 8, 3, 1, 1), 8));
        String branch = net.relu(normalized(net, "deep", net.convolution("deep", stem, 8, 8, 3, 1, 8), 8));
        branch = normalized(net, "grouped", net.convolution("grouped", branch, 8, 8, 3, 1, 2), 8);
        String sum = net.relu(net.add(branch, stem));
        String small = net.relu(normalized(net, "strided", net.convolution("strided", sum, 8, 16, 1, 2, 1), 16));
        Model model = dyadic(net.build(net.classifier(small, 16, 5)));
        Model exported = ExportForm.of(model);
        ActivationHistograms histograms =
                ActivationHistograms.collect(exported, List.of(feeds(8, seed)), OnnxRuntime.open(), 1);
        ModelGraph graph = exported.graph();
        return dyadic(FakeQuantization.insert(
                model, graph, KernelPrecisions.of(graph, inner, ends), histograms, ScaleRule.LEARNED));
    }

    /** Images of {@link #residual}. */
    public static Map<String, Tensor> feeds(int batch, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[batch * 3 * 8 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-64, 65) / 32f;
        }
        return Map.of("input", Tensor.ofFloats(Longs.of(batch, 3, 8, 8), values));
    }

    private static String normalized(NetworkBuilder net, String name, String input, int channels) {
        return net.node(
                Operator.Normalization.batch(0),
                input,
                net.weight(name + ".gamma", -2, 2, channels),
                net.weight(name + ".beta", -1.5, 1.5, channels),
                net.weight(name + ".mean", -1.5, 1.5, channels),
                net.weight(name + ".variance", .5, 4, channels));
    }

    private static Model dyadic(Model model) {
        Map<String, Tensor> weights = new LinkedHashMap<>(model.weights().tensors());
        weights.replaceAll((name, tensor) -> switch (tensor.dataType()) {
            case FLOAT -> dyadic(name, tensor);
            default -> tensor;
        });
        return new Model(model.graph(), Weights.of(weights));
    }

    private static Tensor dyadic(String name, Tensor tensor) {
        float[] values = tensor.floats();
        boolean power = name.endsWith("/scale") || name.endsWith(".gamma");
        for (int i = 0; i < values.length; i++) {
            if (power) {
                values[i] = Math.signum(values[i]) * Math.max(1 / 512f, Math.scalb(1f, Math.getExponent(values[i])));
            } else if (name.endsWith(".variance")) {
                values[i] = values[i] < 2 ? 1 : 4;
            } else if (name.endsWith(".beta") || name.endsWith(".mean") || name.endsWith(".bias")) {
                values[i] = Math.round(values[i]);
            } else {
                values[i] = Math.round(values[i] * 64) / 64f;
            }
        }
        return Tensor.ofFloats(tensor.shape(), values);
    }
}
