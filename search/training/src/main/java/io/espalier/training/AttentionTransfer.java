package io.espalier.training;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * How far a student looks elsewhere than its teacher: the squared distance of their attention maps, mean over the batch, 0
 * to 2 (Zagoruyko and Komodakis, "Paying More Attention to Attention", 2017). The attention map of an example is the sum
 * of its squared activations over the channels, one number a place, divided by the length of all of them; a map of zeros
 * stays one.
 *
 * @param output that holds the student's activations, {@code [n, channels, places...]}
 * @param target that holds the teacher's sums of squares, {@code [n, places...]}: its channels do not matter
 */
public record AttentionTransfer(String output, String target) implements Loss {

    @Override
    public Set<String> outputs() {
        return Set.of(output);
    }

    @Override
    public LossValue of(Map<String, Tensor> outputs, TrainingBatch batch) {
        Tensor student = Outputs.get(outputs, output);
        Tensor teacher = batch.target(target);
        Longs shape = student.shape();
        int examples = batch.size();
        int channels = Outputs.classes(output, student);
        int places = student.elements() / examples / channels;
        if (teacher.elements() != examples * places) {
            throw new IllegalArgumentException("The output (%s) is %s, but the target (%s) is %s: their places differ."
                    .formatted(output, shape, target, teacher.shape()));
        }
        float[] activations = student.floats();
        float[] squares = teacher.floats();
        float[] gradient = new float[activations.length];
        double[] own = new double[places];
        double[] wanted = new double[places];
        double loss = 0;
        for (int example = 0; example < examples; example++) {
            int first = example * channels * places;
            double length = attention(activations, first, channels, own);
            for (int place = 0; place < places; place++) {
                wanted[place] = squares[example * places + place];
            }
            normalize(wanted);
            double along = 0;
            for (int place = 0; place < places; place++) {
                double difference = own[place] - wanted[place];
                loss += difference * difference;
                along += difference * own[place];
            }
            for (int place = 0; place < places && length > 0; place++) {
                double bySquare = 2 * (own[place] - wanted[place] - along * own[place]) / length;
                for (int i = first + place; i < first + channels * places; i += places) {
                    gradient[i] = (float) (2 * activations[i] * bySquare / examples);
                }
            }
        }
        return new LossValue(loss / examples, Map.of(output, Tensor.ofFloats(shape, gradient)));
    }

    /** Writes the attention map of the example that begins at {@code first}; returns its length before the division. */
    private static double attention(float[] activations, int first, int channels, double[] map) {
        int places = map.length;
        for (int place = 0; place < places; place++) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                double activation = activations[first + channel * places + place];
                sum += activation * activation;
            }
            map[place] = sum;
        }
        return normalize(map);
    }

    private static double normalize(double[] map) {
        double squares = 0;
        for (double number : map) {
            squares += number * number;
        }
        double length = Math.sqrt(squares);
        for (int place = 0; place < map.length && length > 0; place++) {
            map[place] /= length;
        }
        return length;
    }
}
