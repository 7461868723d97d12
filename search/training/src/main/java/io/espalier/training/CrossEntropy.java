package io.espalier.training;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * Mean cross-entropy of the softmax of logits {@code [n, classes]}, or {@code [n, classes, places...]} as in segmentation.
 * Places with a negative label do not count.
 *
 * @param output that holds the logits
 * @param target INT64 class numbers, {@code [n]} or {@code [n, places...]}
 * @param labelSmoothing share of the wanted distribution, 0 to below 1, that is spread over all classes (Szegedy et al.,
 *     "Rethinking the Inception Architecture", 2016)
 */
public record CrossEntropy(String output, String target, double labelSmoothing) implements Loss {
    public CrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException(
                    "The label smoothing (%s) must be 0 to below 1.".formatted(labelSmoothing));
        }
    }

    /** By the data's labels, without smoothing. */
    public static CrossEntropy of(String output) {
        return new CrossEntropy(output, TrainingBatch.LABELS, 0);
    }

    @Override
    public Set<String> outputs() {
        return Set.of(output);
    }

    @Override
    public LossValue of(Map<String, Tensor> outputs, TrainingBatch batch) {
        Tensor tensor = Outputs.get(outputs, output);
        Longs shape = tensor.shape();
        int classes = Outputs.classes(output, tensor);
        int places = tensor.elements() / batch.size() / classes;
        long[] labels = batch.target(target).longs();
        if (labels.length != batch.size() * places) {
            throw new IllegalArgumentException("The output (%s) is %s, but there are %d labels for %d examples."
                    .formatted(output, shape, labels.length, batch.size()));
        }
        long counted = countLabels(labels, classes);
        Softmax softmax = new Softmax(classes, places);
        float[] logits = tensor.floats();
        float[] gradient = new float[logits.length];
        double[] log = new double[classes];
        double loss = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                continue;
            }
            int example = i / places;
            int place = i % places;
            softmax.log(logits, example, place, 1, log);
            for (int c = 0; c < classes; c++) {
                double wanted = (c == labels[i] ? 1 - labelSmoothing : 0) + labelSmoothing / classes;
                loss -= wanted == 0 ? 0 : wanted * log[c];
                gradient[softmax.at(example, c, place)] = (float) ((Math.exp(log[c]) - wanted) / counted);
            }
        }
        return new LossValue(loss / counted, Map.of(output, Tensor.ofFloats(shape, gradient)));
    }

    private long countLabels(long[] labels, int classes) {
        long counted = 0;
        for (long label : labels) {
            if (label >= classes) {
                throw new IllegalArgumentException("""
                        The label (%d) is none of the %d classes of the output (%s).
                        Maybe the data set is not the one that the network was made for.""".formatted(label, classes, output));
            }
            counted += label >= 0 ? 1 : 0;
        }
        return Math.max(1, counted);
    }
}
