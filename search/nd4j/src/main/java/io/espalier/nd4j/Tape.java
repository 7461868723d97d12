package io.espalier.nd4j;

import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan made ready for batches of one size: memory, native calls, weights and their gradients. */
final class Tape implements AutoCloseable {
    private final Arena arena = new Arena();
    private final Workers workers;
    private final Weights weights;
    private final BatchNorm.Statistics statistics;
    private final int batch;
    private final Map<String, TapeValue> values = new HashMap<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, WeightOrder> orders = new HashMap<>();
    private final List<BatchNorm.Running> running = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final TapeValue input;
    private final TapeValue output;
    private final GradientBuffer outputGradient;

    Tape(TapePlan plan, Weights weights, int batch, int threads, BatchNorm.Statistics statistics) {
        this.statistics = statistics;
        workers = new Workers(threads);
        this.weights = weights;
        this.batch = batch;
        for (String zero : plan.zeros()) {
            if (weights.get(zero).floats()[0] != 0) {
                throw new UnsupportedFeatureException(
                        "The ND4J engine cannot train a network that pads with another value than 0.");
            }
        }
        input = new TapeValue(arena, plan.size(plan.input()), batch, false);
        values.put(plan.input(), input);
        for (Step step : plan.steps()) {
            layers.add(layer(step));
        }
        output = value(plan.output());
        outputGradient = new GradientBuffer(arena.floats(output.elements()));
        output.addGradient(outputGradient);
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

    private Layer layer(Step step) {
        boolean trained = step instanceof Step.Convolve
                || (step instanceof Step.Fuse fuse && fuse.norm() != null)
                || step.inputs().stream().anyMatch(name -> value(name).isTrained());
        TapeValue in = value(step.inputs().get(0));
        TapeValue out = new TapeValue(arena, step.size(), batch, trained);
        values.put(step.output(), out);
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
        return new ConcatenateLayer(
                workers, step.inputs().stream().map(this::value).toList(), out);
    }

    private Layer convolution(Step.Convolve step, TapeValue in, TapeValue out) {
        Parameter weight = parameter(step.weight(), step.order(), true);
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
        return parameter(name, new WeightOrder.Same(weights.get(name).elements()), false);
    }

    /** One parameter a weight, however many nodes read it. */
    private Parameter parameter(String name, WeightOrder order, boolean decayed) {
        Parameter known = parameters.get(name);
        if (known == null) {
            known = new Parameter(weights.get(name), order, decayed);
            parameters.put(name, known);
            orders.put(name, order);
        } else if (!order.equals(orders.get(name))) {
            throw new UnsupportedFeatureException(
                    "The ND4J engine cannot train the weight (%s), which two nodes read in different ways."
                            .formatted(name));
        }
        return known;
    }

    /** Memory of the input batch, channels last. */
    FloatBuffer images() {
        return input.memory().floats();
    }

    /** Computes the logits, one row an image. */
    void forward(float[] logits) {
        layers.forEach(Layer::forward);
        output.memory().floats().get(0, logits);
    }

    /** Computes the gradients of all parameters. */
    void backward(float[] logitsGradient) {
        parameters.values().forEach(Parameter::clearGradient);
        outputGradient.memory().floats().put(0, logitsGradient);
        for (int i = layers.size() - 1; i >= 0; i--) {
            layers.get(i).backward();
        }
    }

    Collection<Parameter> parameters() {
        return parameters.values();
    }

    /** The weights that training changed, running statistics included, by name. */
    Map<String, Tensor> trainedWeights() {
        Map<String, Tensor> trained = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> trained.put(name, parameter.tensor()));
        running.forEach(statistic -> trained.put(statistic.name(), statistic.tensor()));
        return trained;
    }

    /** Gradients of the last batch by weight name. */
    Map<String, Tensor> gradients() {
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> gradients.put(name, parameter.gradientTensor()));
        return gradients;
    }

    @Override
    public void close() {
        workers.close();
        arena.close();
    }
}
