package io.espalier.nd4j;

import io.espalier.nd4j.TapePlanner.Form;
import io.espalier.training.NetworkInTraining;
import io.espalier.zoo.graph.DataType;
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
import org.jspecify.annotations.Nullable;

/** A plan made ready for batches of one size: memory, native calls, weights and their gradients. */
final class Tape implements NetworkInTraining {
    /** Of observed ranges, near 1 so that they are those of many batches. */
    private static final float ACTIVATION_MOMENTUM = .99f;

    private final Arena arena = new Arena();
    private final Workers workers;
    private final Weights weights;
    private final BatchNorm.Statistics statistics;
    private final Map<String, TapeValue> values = new HashMap<>();
    private final Map<String, long[]> numbers = new HashMap<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, FakeQuantizer> quantizers;
    private final ScaleRule scaleRule;
    private final Map<String, Parameter> rounded = new HashMap<>();
    private final List<QuantizerScale> scales = new ArrayList<>();
    private final Map<String, WeightOrder> orders = new HashMap<>();
    private final List<BatchNorm.Running> running = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final List<TapeInput> inputs = new ArrayList<>();
    private final List<TapeOutput> outputs = new ArrayList<>();
    private final Scratch heap = new Scratch();

    Tape(TapePlan plan, Weights weights, int threads, BatchNorm.Statistics statistics) {
        this.statistics = statistics;
        workers = new Workers(threads);
        this.weights = weights;
        quantizers = plan.quantizedWeights();
        scaleRule = plan.scaleRule();
        for (String zero : plan.zeros()) {
            if (weights.get(zero).floats()[0] != 0) {
                throw new UnsupportedFeatureException(
                        "The ND4J engine cannot train a network that pads with another value than 0.");
            }
        }
        plan.inputs().forEach((name, type) -> {
            Form form = plan.forms().get(name);
            if (form != null) {
                TapeValue value = new TapeValue(arena, form.size(), form.batch(), false);
                values.put(name, value);
                inputs.add(new TapeInput(name, type, value));
            }
        });
        for (Step step : plan.steps()) {
            plan(step);
        }
        plan.outputs().forEach((name, view) -> outputs.add(new TapeOutput(arena, name, view, value(view.value()))));
        GradientPool pool = new GradientPool(arena);
        for (int i = layers.size() - 1; i >= 0; i--) {
            layers.get(i).planGradients(pool);
        }
    }

    private TapeValue value(String name) {
        TapeValue value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("Nothing computes the value (%s).".formatted(name));
        }
        return value;
    }

    private void plan(Step step) {
        if (step instanceof Step.Recast recast) {
            values.put(step.output(), value(recast.input()).seenAs(recast.size(), recast.images()));
            return;
        }
        if (step instanceof Step.WeightValue weight) {
            layers.add(weightValue(weight));
            return;
        }
        if (step instanceof Step.Numbers numbers) {
            TapeValue value = new TapeValue(arena, step.size(), 1, false);
            for (int i = 0; i < numbers.elements(); i++) {
                value.memory().floats().put(i, numbers.numbers().at(i));
            }
            values.put(step.output(), value);
            return;
        }
        boolean trained = step instanceof Step.Convolve
                || step instanceof Step.Quantize
                || (step instanceof Step.Fuse fuse && fuse.norm() != null)
                || step.inputs().stream().anyMatch(name -> value(name).isTrained());
        TapeValue in = value(step.inputs().get(0));
        TapeValue out = new TapeValue(arena, step.size(), step.batch(in.batch()), trained);
        values.put(step.output(), out);
        layers.add(step instanceof Step.OnArrays arrays ? arrayLayer(arrays, in, out) : layer(step, in, out));
    }

    private Layer weightValue(Step.WeightValue step) {
        FakeQuantizer quantizer = quantizers.get(step.weight());
        long axes = weights.get(quantizer == null ? step.weight() : quantizer.source()).shape().stream()
                .filter(size -> size > 1)
                .count();
        Parameter parameter = kernel(step.weight(), new WeightOrder.Same(step.elements()), axes > 1, true);
        TapeValue out = new TapeValue(arena, step.size(), 1, !parameter.isFixed());
        values.put(step.output(), out);
        return new WeightLayer(parameter, out);
    }

    private Layer layer(Step step, TapeValue in, TapeValue out) {
        if (step instanceof Step.Convolve convolve) {
            return convolution(convolve, in, out);
        }
        if (step instanceof Step.Fuse fuse) {
            TapeValue added = fuse.added() == null ? null : value(fuse.added());
            Limits limits = fuse.limits() == null ? null : fuse.limits().with(weights);
            return new FusedLayer(workers, in, out, batchNorm(fuse.norm()), added, limits);
        }
        if (step instanceof Step.Window window) {
            return new WindowLayer(workers, window, in, out);
        }
        if (step instanceof Step.Pool pool) {
            return new PoolLayer(workers, pool, in, out);
        }
        if (step instanceof Step.GlobalAverage) {
            return new GlobalAverageLayer(workers, in, out);
        }
        if (step instanceof Step.Concatenate) {
            return new ConcatenateLayer(
                    workers, step.inputs().stream().map(this::value).toList(), out);
        }
        if (step instanceof Step.Remap remap) {
            return new IndexMapLayer(workers, heap, remap.map(), in, out);
        }
        if (step instanceof Step.Scatter scatter) {
            return new ScatterLayer(workers, heap, scatter.map(), in, out);
        }
        if (step instanceof Step.Apply apply) {
            return new PointwiseLayer(workers, heap, apply.function(), in, out);
        }
        if (step instanceof Step.Quantize quantize) {
            Levels levels = quantize.quantizer().levels(weights);
            QuantizerScale scale = scale(quantize.quantizer(), levels, in.elements() / in.batch(), ACTIVATION_MOMENTUM);
            return new QuantizerLayer(workers, in, out, scale, levels);
        }
        if (step instanceof Step.Limit limit) {
            Limits limits = limit.limits().with(weights);
            return new PointwiseLayer(workers, heap, Pointwises.clip(limits.low(), limits.high()), in, out);
        }
        throw new IllegalStateException("No layer was made for %s.".formatted(step));
    }

    private Layer arrayLayer(Step.OnArrays step, TapeValue in, TapeValue out) {
        if (step instanceof Step.Combine combine) {
            return new ArithmeticLayer(
                    workers,
                    heap,
                    combine.function(),
                    in,
                    combine.leftSizes(),
                    value(combine.right()),
                    combine.rightSizes(),
                    out,
                    combine.outSizes());
        }
        if (step instanceof Step.Reduce reduce) {
            return new ReduceLayer(
                    workers, heap, reduce.greatest(), reduce.factor(), reduce.sizes(), reduce.axes(), in, out);
        }
        if (step instanceof Step.Softmax softmax) {
            return new SoftmaxLayer(
                    workers, heap, softmax.outer(), softmax.length(), softmax.inner(), softmax.log(), in, out);
        }
        if (step instanceof Step.NormalizeRows norm) {
            return new RowNormLayer(
                    workers,
                    heap,
                    norm.rows(),
                    norm.length(),
                    norm.epsilon(),
                    norm.run(),
                    in,
                    value(norm.scale()),
                    norm.bias() == null ? null : value(norm.bias()),
                    out);
        }
        if (step instanceof Step.Multiply multiply) {
            return new ProductLayer(arena, workers, multiply.shape(), in, value(multiply.right()), out);
        }
        if (step instanceof Step.Join join) {
            return new JoinLayer(
                    workers,
                    heap,
                    join.outer(),
                    join.inputs().stream().map(this::value).toList(),
                    out);
        }
        if (step instanceof Step.Embed embed) {
            return new EmbedLayer(workers, heap, () -> numbers(embed.numbers()), embed.rows(), in, out);
        }
        throw new IllegalStateException("No layer was made for %s.".formatted(step));
    }

    private long[] numbers(String input) {
        long[] present = numbers.get(input);
        if (present == null) {
            throw new IllegalArgumentException("The data has nothing for the input (%s).".formatted(input));
        }
        return present;
    }

    private Layer convolution(Step.Convolve step, TapeValue in, TapeValue out) {
        Parameter weight = kernel(step.weight(), step.order(), true, false);
        Parameter bias = step.bias() == null ? null : vector(step.bias());
        boolean depthwise = step.order() instanceof WeightOrder.Depthwise;
        GroupWeights cut = new GroupWeights(arena, weight, bias, depthwise ? 1 : step.groups());
        if (cut.groups() > 1) {
            return new GroupedConvolutionLayer(arena, workers, step, in, out, cut);
        }
        return new ConvolutionLayer(
                arena,
                workers,
                depthwise ? ConvolutionLayer.Form.DEPTHWISE : ConvolutionLayer.Form.ORDINARY,
                step.geometry(),
                in,
                out,
                cut.weight(0),
                cut.bias(0));
    }

    private @Nullable BatchNorm batchNorm(Step.@Nullable Norm norm) {
        if (norm == null) {
            return null;
        }
        BatchNorm.Running mean = new BatchNorm.Running(norm.mean(), weights.get(norm.mean()));
        BatchNorm.Running variance = new BatchNorm.Running(norm.variance(), weights.get(norm.variance()));
        running.add(mean);
        running.add(variance);
        return new BatchNorm(norm, vector(norm.scale()), vector(norm.bias()), mean, variance, statistics);
    }

    private Parameter vector(String name) {
        return parameter(name, new WeightOrder.Same(weights.get(name).elements()), false, false);
    }

    /** A weight, or what it is rounded to. */
    private Parameter kernel(String name, WeightOrder order, boolean decayed, boolean operand) {
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
        layers.add(new QuantizedWeightLayer(weight, made, scale, levels, channels));
        return made;
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

    @Override
    public Map<String, Tensor> forward(Map<String, Tensor> batch) {
        inputs.forEach(input -> input.read(batch));
        batch.forEach((name, tensor) -> {
            if (tensor.dataType() != DataType.FLOAT) {
                numbers.put(name, tensor.longs());
            }
        });
        layers.forEach(Layer::forward);
        Map<String, Tensor> results = new LinkedHashMap<>();
        outputs.forEach(output -> results.put(output.name(), output.tensor()));
        return results;
    }

    @Override
    public void backward(Map<String, Tensor> gradients) {
        parameters.values().forEach(Parameter::clearGradient);
        outputs.forEach(output -> output.write(gradients.get(output.name())));
        for (int i = layers.size() - 1; i >= 0; i--) {
            layers.get(i).backward();
        }
    }

    @Override
    public Collection<Parameter> weights() {
        return parameters.values().stream()
                .filter(parameter -> !parameter.isFixed())
                .toList();
    }

    /** Layers read the parameters anew in every pass. */
    @Override
    public void weightsMoved() {
        scales.forEach(QuantizerScale::moved);
    }

    @Override
    public Map<String, Tensor> trained() {
        Map<String, Tensor> trained = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            if (!parameter.isFixed()) {
                trained.put(name, parameter.tensor());
            }
        });
        running.forEach(statistic -> trained.put(statistic.name(), statistic.tensor()));
        return trained;
    }

    @Override
    public Map<String, Tensor> gradients() {
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            if (!parameter.isFixed()) {
                gradients.put(name, parameter.gradientTensor());
            }
        });
        return gradients;
    }

    @Override
    public void close() {
        workers.close();
        arena.close();
    }
}
