package io.espalier.nd4j;

import io.espalier.nd4j.TapePlanner.Form;
import io.espalier.training.NetworkInTraining;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.transform.Levels;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan made ready for batches of one size: memory, native calls, weights and their gradients. */
final class Tape implements NetworkInTraining {
    private final Arena arena = new Arena();
    private final Workers workers;
    private final Weights weights;
    private final Map<String, TapeValue> values = new HashMap<>();
    private final Map<String, long[]> numbers = new HashMap<>();
    private final TapeWeights parameters;
    private final List<Layer> layers = new ArrayList<>();
    private final List<TapeInput> inputs = new ArrayList<>();
    private final List<TapeOutput> outputs = new ArrayList<>();
    private final Scratch heap = new Scratch();

    Tape(TapePlan plan, Weights weights, int threads, BatchNorm.Statistics statistics) {
        workers = new Workers(threads);
        this.weights = weights;
        parameters = new TapeWeights(plan, weights, statistics, layers::add);
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
        Parameter parameter = parameters.operand(step.weight(), step.elements());
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
            return new FusedLayer(workers, in, out, parameters.batchNorm(fuse.norm()), added, limits);
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
            QuantizerScale scale = parameters.ofActivations(quantize.quantizer(), levels, in.elements() / in.batch());
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
        Parameter weight = parameters.kernel(step.weight(), step.order(), true, false);
        Parameter bias = step.bias() == null ? null : parameters.vector(step.bias());
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
        parameters.clearGradients();
        outputs.forEach(output -> output.write(gradients.get(output.name())));
        for (int i = layers.size() - 1; i >= 0; i--) {
            layers.get(i).backward();
        }
    }

    @Override
    public Collection<Parameter> weights() {
        return parameters.trained();
    }

    /** Layers read the parameters anew in every pass. */
    @Override
    public void weightsMoved() {
        parameters.moved();
    }

    @Override
    public Map<String, Tensor> trained() {
        return parameters.tensors();
    }

    @Override
    public Map<String, Tensor> gradients() {
        return parameters.gradients();
    }

    @Override
    public void close() {
        workers.close();
        arena.close();
    }
}
