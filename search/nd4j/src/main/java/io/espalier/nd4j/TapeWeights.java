package io.espalier.nd4j;

import io.espalier.training.QuantizerSteps;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.transform.FakeQuantizer;
import io.espalier.zoo.transform.Levels;
import io.espalier.zoo.transform.ScaleRule;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a network in training: one parameter for each, however many layers read it, what some of them are rounded
 * to, and running statistics.
 */
final class TapeWeights {
    private final Weights weights;
    private final Map<String, FakeQuantizer> quantizers;
    private final ScaleRule scaleRule;
    private final BatchNorm.Statistics statistics;
    private final Consumer<Layer> rounding;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, WeightOrder> orders = new HashMap<>();
    private final Map<String, Parameter> rounded = new HashMap<>();
    private final List<QuantizerScale> scales = new ArrayList<>();
    private final List<BatchNorm.Running> running = new ArrayList<>();

    /** @param rounding takes the layers that round weights, before those that read what was rounded */
    TapeWeights(TapePlan plan, Weights weights, BatchNorm.Statistics statistics, Consumer<Layer> rounding) {
        this.weights = weights;
        this.statistics = statistics;
        this.rounding = rounding;
        quantizers = plan.quantizedWeights();
        scaleRule = plan.scaleRule();
    }

    /** A weight that is read as values are. */
    Parameter operand(String name, int elements) {
        FakeQuantizer quantizer = quantizers.get(name);
        long axes = weights.get(quantizer == null ? name : quantizer.source()).shape().stream()
                .filter(size -> size > 1)
                .count();
        return kernel(name, new WeightOrder.Same(elements), axes > 1, true);
    }

    @Nullable
    BatchNorm batchNorm(Step.@Nullable Norm norm) {
        if (norm == null) {
            return null;
        }
        BatchNorm.Running mean = new BatchNorm.Running(norm.mean(), weights.get(norm.mean()));
        BatchNorm.Running variance = new BatchNorm.Running(norm.variance(), weights.get(norm.variance()));
        running.add(mean);
        running.add(variance);
        return new BatchNorm(norm, vector(norm.scale()), vector(norm.bias()), mean, variance, statistics);
    }

    /** A weight of one axis, which weight decay leaves alone. */
    Parameter vector(String name) {
        return parameter(name, new WeightOrder.Same(weights.get(name).elements()), false, false);
    }

    /** A weight, or what it is rounded to. */
    Parameter kernel(String name, WeightOrder order, boolean decayed, boolean operand) {
        FakeQuantizer quantizer = quantizers.get(name);
        if (quantizer == null) {
            return parameter(name, order, decayed, operand);
        }
        Parameter weight = parameter(quantizer.source(), order, decayed, false);
        Parameter known = rounded.get(name);
        if (known != null) {
            return known;
        }
        Parameter made = new Parameter(name, weights.get(quantizer.source()), order, false, false);
        rounded.put(name, made);
        int steps = weights.get(quantizer.scale()).elements();
        int[] channels = quantizer.channels(weights.get(quantizer.source()).shape(), order.places(), steps);
        Levels levels = quantizer.levels(weights);
        QuantizerScale scale = scale(quantizer, levels, order.elements() / steps, 0);
        rounding.accept(new QuantizedWeightLayer(weight, made, scale, levels, channels));
        return made;
    }

    /** Of activations. @param numbers of one example */
    QuantizerScale ofActivations(FakeQuantizer quantizer, Levels levels, int numbers) {
        return scale(quantizer, levels, numbers, QuantizerSteps.ACTIVATION_MOMENTUM);
    }

    /** @param momentum of what is observed */
    private QuantizerScale scale(FakeQuantizer quantizer, Levels levels, int numbers, float momentum) {
        Parameter steps = vector(quantizer.scale());
        QuantizerScale scale = scaleRule == ScaleRule.LEARNED
                ? new LearnedScale(steps, levels, numbers)
                : new ObservedScale(steps, levels, momentum, statistics == BatchNorm.Statistics.OF_BATCH);
        scales.add(scale);
        return scale;
    }

    /** One parameter a weight, however many nodes read it. */
    private Parameter parameter(String name, WeightOrder order, boolean decayed, boolean operand) {
        Parameter known = parameters.get(name);
        if (known == null) {
            known = new Parameter(name, weights.get(name), order, decayed, operand);
            parameters.put(name, known);
            orders.put(name, order);
        } else if (!order.equals(orders.get(name))) {
            throw new UnsupportedFeatureException(
                    "The ND4J engine cannot train the weight (%s), which two nodes read in different ways."
                            .formatted(name));
        }
        return known;
    }

    void clearGradients() {
        parameters.values().forEach(Parameter::clearGradient);
    }

    /** Those that a gradient may move. */
    Collection<Parameter> trained() {
        return parameters.values().stream()
                .filter(parameter -> !parameter.isFixed())
                .toList();
    }

    /** The trained ones were changed. */
    void moved() {
        scales.forEach(QuantizerScale::moved);
    }

    /** The present numbers of all that was trained, running statistics included, as the file has them. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = ofTrained(Parameter::tensor);
        running.forEach(statistic -> tensors.put(statistic.name(), statistic.tensor()));
        return tensors;
    }

    Map<String, Tensor> gradients() {
        return ofTrained(Parameter::gradientTensor);
    }

    private Map<String, Tensor> ofTrained(Function<Parameter, Tensor> numbers) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        trained().forEach(parameter -> tensors.put(parameter.name(), numbers.apply(parameter)));
        return tensors;
    }
}
