package io.espalier.training;

import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * {@code T² · KL(teacher/T ‖ student/T)}, mean over the batch and the places of {@code [n, classes, places...]} (Hinton,
 * Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015).
 *
 * @param output that holds the student's logits
 * @param target that holds the teacher's, of the same shape
 * @param temperature T, over 0
 */
public record TeacherDivergence(String output, String target, double temperature) implements Loss {
    public TeacherDivergence {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("The temperature (%s) must be over 0.".formatted(temperature));
        }
    }

    @Override
    public Set<String> outputs() {
        return Set.of(output);
    }

    @Override
    public LossValue of(Map<String, Tensor> outputs, TrainingBatch batch) {
        Tensor student = Outputs.get(outputs, output);
        Tensor teacher = batch.target(target);
        if (!student.shape().equals(teacher.shape())) {
            throw new IllegalArgumentException(
                    "The teacher says %s, the network %s.".formatted(teacher.shape(), student.shape()));
        }
        int classes = Outputs.classes(output, student);
        int places = student.elements() / batch.size() / classes;
        double count = (double) batch.size() * places;
        Softmax softmax = new Softmax(classes, places);
        float[] logits = student.floats();
        float[] said = teacher.floats();
        float[] gradient = new float[logits.length];
        double[] soft = new double[classes];
        double[] wanted = new double[classes];
        double loss = 0;
        for (int example = 0; example < batch.size(); example++) {
            for (int place = 0; place < places; place++) {
                softmax.log(logits, example, place, temperature, soft);
                softmax.log(said, example, place, temperature, wanted);
                for (int c = 0; c < classes; c++) {
                    double share = Math.exp(wanted[c]);
                    loss += temperature * temperature * share * (wanted[c] - soft[c]);
                    gradient[softmax.at(example, c, place)] =
                            (float) (temperature * (Math.exp(soft[c]) - share) / count);
                }
            }
        }
        return new LossValue(loss / count, Map.of(output, Tensor.ofFloats(student.shape(), gradient)));
    }
}
