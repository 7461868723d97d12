package io.espalier.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.training.QuantizerSteps;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.transform.FakeQuantizer;
import io.espalier.zoo.transform.Levels;
import io.espalier.zoo.transform.ScaleRule;
import io.espalier.zoo.weights.Model;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A quantizer in training: to the nearest level and back. Gradients pass where a number lies between the outermost levels
 * and are 0 beyond (Bengio et al., "Estimating or Propagating Gradients Through Stochastic Neurons", 2013); a learnt step
 * has the gradient of Esser et al., "Learned Step Size Quantization", 2020.
 */
final class TorchQuantizer {
    private final FakeQuantizer pair;
    private final Levels levels;
    private final ScaleRule rule;
    private final TorchWeight steps;
    private final @Nullable TorchWeight weight;
    private final int[] channels;
    private final float[] shortest;

    private TorchQuantizer(
            FakeQuantizer pair, Levels levels, ScaleRule rule, TorchWeight steps, @Nullable TorchWeight weight) {
        this.pair = pair;
        this.levels = levels;
        this.rule = rule;
        this.steps = steps;
        this.weight = weight;
        channels = weight == null ? new int[0] : channels(pair, weight, steps);
        shortest = QuantizerSteps.shortest(steps.value());
    }

    private static int[] channels(FakeQuantizer pair, TorchWeight weight, TorchWeight steps) {
        int[] places = IntStream.range(0, weight.value().length).toArray();
        return pair.channels(weight.tensor().shape(), places, steps.value().length);
    }

    /** @param weights those in training, the steps among them */
    static TorchQuantizer of(FakeQuantizer pair, Model model, TorchPlan plan, Map<String, TorchWeight> weights) {
        TorchWeight steps = Objects.requireNonNull(weights.get(pair.scale()), pair.scale());
        TorchWeight weight = weights.get(pair.source());
        Levels levels = pair.levels(model.weights());
        ScaleRule rule = ScaleRule.of(model.graph());
        int numbers;
        if (weight == null) {
            Longs sizes = plan.sizes(pair.source());
            numbers = Math.toIntExact(sizes.product() / sizes.at(0));
        } else {
            numbers = weight.value().length / steps.value().length;
        }
        steps.scaleGradient(rule == ScaleRule.LEARNED ? QuantizerSteps.gradientFactor(levels, numbers) : 0);
        return new TorchQuantizer(pair, levels, rule, steps, weight);
    }

    /** @param inTraining whether steps that are observed move */
    PtNDArray round(TorchStep step, boolean inTraining) {
        PtNDArray x = step.get(pair.source());
        if (inTraining && rule == ScaleRule.OBSERVED) {
            observe(x);
        }
        TorchMath math = new TorchMath(step.manager());
        PtNDArray scale = byChannel(step.get(pair.scale()), JniUtils.getShape(x).getShape());
        PtNDArray ratio = JniUtils.div(x, scale);
        PtNDArray still = JniUtils.detachGradient(ratio);
        PtNDArray clipped = math.clip(still, (double) levels.lowest(), (double) levels.highest());
        PtNDArray inside = JniUtils.to(JniUtils.eq(still, clipped), DataType.FLOAT32, Device.cpu());
        PtNDArray passed = JniUtils.mul(ratio, inside);
        // A 0 that has the gradient: the level stays exact.
        PtNDArray nothing = JniUtils.sub(passed, JniUtils.detachGradient(passed));
        return JniUtils.mul(JniUtils.add(JniUtils.round(clipped), nothing), scale);
    }

    private PtNDArray byChannel(PtNDArray scale, long[] sizes) {
        long[] shape = new long[sizes.length];
        Arrays.fill(shape, 1);
        if (steps.value().length > 1) {
            shape[Math.floorMod(pair.axis(), sizes.length)] = steps.value().length;
        }
        return JniUtils.reshape(scale, shape);
    }

    private void observe(PtNDArray x) {
        if (weight == null) {
            PtNDArray still = JniUtils.detachGradient(x);
            float least = Math.min(0, JniUtils.min(still).toFloatArray()[0]);
            float greatest = Math.max(0, JniUtils.max(still).toFloatArray()[0]);
            observe(0, QuantizerSteps.ACTIVATION_MOMENTUM, least, greatest);
        } else {
            float[] greatest = QuantizerSteps.reach(weight.value(), channels, steps.value().length);
            for (int channel = 0; channel < greatest.length; channel++) {
                observe(channel, 0, -greatest[channel], greatest[channel]);
            }
        }
        steps.store();
    }

    private void observe(int channel, float momentum, float least, float greatest) {
        float[] value = steps.value();
        value[channel] = QuantizerSteps.observed(value[channel], levels, momentum, least, greatest);
    }

    /** To be called when an update moved the steps. */
    void moved() {
        if (rule == ScaleRule.LEARNED) {
            QuantizerSteps.lengthen(steps.value(), shortest);
        }
    }
}
