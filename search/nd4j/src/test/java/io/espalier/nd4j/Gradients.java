package io.espalier.nd4j;

import io.espalier.training.CrossEntropy;
import io.espalier.training.LossValue;
import io.espalier.training.TrainingBatch;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Loss and gradients of one batch: by the tape, and by difference quotients of the reference. */
final class Gradients {
    static final int BATCH = 4;

    private Gradients() {}

    /** What one pass gave. */
    record Pass(double loss, Map<String, float[]> gradients) {}

    /** Random images, channels first. */
    static float[] images(int elements, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] images = new float[elements];
        for (int i = 0; i < elements; i++) {
            images[i] = (float) (2 * random.nextDouble() - 1);
        }
        return images;
    }

    static int[] labels(int batch, int classes) {
        int[] labels = new int[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = i * 7 % classes;
        }
        return labels;
    }

    static Pass ofTape(Model model, float[] images, int[] labels, int threads) {
        Natives.load();
        Natives.limitThreads(threads);
        TapePlan plan = TapePlanner.plan(model.graph(), labels.length);
        if (!plan.refusals().isEmpty()) {
            throw new IllegalArgumentException(plan.refusals().toString());
        }
        TrainingBatch batch = batch(model, images, labels);
        try (Tape tape = new Tape(plan, model.weights(), threads, BatchNorm.Statistics.OF_BATCH)) {
            LossValue loss =
                    CrossEntropy.of(model.graph().outputs().get(0).name()).of(tape.forward(batch.inputs()), batch);
            tape.backward(loss.gradients());
            Map<String, float[]> gradients = new TreeMap<>();
            tape.gradients().forEach((name, tensor) -> gradients.put(name, tensor.floats()));
            return new Pass(loss.value(), gradients);
        }
    }

    /** @param images channels first */
    static TrainingBatch batch(Model model, float[] images, int[] labels) {
        GraphValue input = model.graph().inputs().get(0);
        Longs sizes = Longs.of(input.type().shape().withSymbols(labels.length).toArray());
        Longs numbers = Longs.of(Arrays.stream(labels).asLongStream().toArray());
        return new TrainingBatch(
                Longs.repeat(0, labels.length),
                Longs.repeat(0, labels.length),
                Map.of(input.name(), Tensor.ofFloats(sizes, images)),
                Map.of(TrainingBatch.LABELS, Tensor.ofLongs(Longs.of(labels.length), numbers.toArray())));
    }

    /** @param names the weights to differentiate by */
    static Pass ofReference(Model model, float[] images, int[] labels, Iterable<String> names) {
        ReferenceNetwork network = new ReferenceNetwork(model);
        long[] sizes = model.graph()
                .inputs()
                .get(0)
                .type()
                .shape()
                .withSymbols(labels.length)
                .toArray();
        ReferenceNetwork.Values batch =
                ReferenceNetwork.Values.zeros((int) sizes[0], (int) sizes[1], (int) sizes[2], (int) sizes[3]);
        for (int i = 0; i < images.length; i++) {
            batch.data()[i] = images[i];
        }
        Map<String, float[]> gradients = new TreeMap<>();
        for (String name : names) {
            double[] weight = network.weight(name);
            float[] gradient = new float[weight.length];
            for (int i = 0; i < weight.length; i++) {
                gradient[i] = (float) quotient(network, batch, labels, weight, i);
            }
            gradients.put(name, gradient);
        }
        return new Pass(network.loss(batch, labels), gradients);
    }

    private static double quotient(
            ReferenceNetwork network, ReferenceNetwork.Values batch, int[] labels, double[] weight, int at) {
        // Small, so that no ReLU changes sides; the error of double precision is then still below 1e-8.
        double step = 1e-7;
        double kept = weight[at];
        weight[at] = kept + step;
        double above = network.loss(batch, labels);
        weight[at] = kept - step;
        double below = network.loss(batch, labels);
        weight[at] = kept;
        return (above - below) / (2 * step);
    }

    /** Euclidean length of the difference, in shares of the length of the expected gradient. */
    static double distance(float[] actual, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(actual[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / Math.max(length, 1e-12));
    }

    /** All gradients of a pass as one vector, in name order. */
    static float[] joined(Map<String, float[]> gradients) {
        int elements = gradients.values().stream().mapToInt(part -> part.length).sum();
        float[] all = new float[elements];
        int at = 0;
        for (float[] part : gradients.values()) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
