package io.espalier.training.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.training.CrossEntropy;
import io.espalier.training.GradientRequest;
import io.espalier.training.TrainingBatch;
import io.espalier.training.TrainingEngine;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of every operator, against difference quotients of the loss that ONNX Runtime's outputs give: along the gradient
 * itself, where a wrong length shows, and along random directions, where a wrong direction shows.
 */
public interface GradientContract {
    int BATCH = 4;
    int DIRECTIONS = 2;
    /** Of the length of the weight, how far the quotients reach. */
    double STEP = 4e-3;

    TrainingEngine engine();

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.espalier.training.testing.TrainableOperators#all")
    default void gradientsAreThoseOfDifferenceQuotients(String name, Model model) {
        RandomBatches batches = new RandomBatches(model.graph(), BATCH, TrainableOperators.CLASSES, 5);
        CrossEntropy loss = CrossEntropy.of(model.graph().outputs().get(0).name());
        List<Map<String, Tensor>> heard = new ArrayList<>();
        engine().gradients(new GradientRequest(model, batches, 1, loss, 2), heard::add);
        TrainingBatch batch = batches.batch(0);
        InferenceRuntime runtime = OnnxRuntime.open();
        SplittableRandom random = new SplittableRandom(7);
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0)).isNotEmpty();
        heard.get(0).forEach((weight, tensor) -> {
            float[] gradient = tensor.floats();
            double length = length(gradient);
            assertThat(length).as("%s of %s", weight, name).isFinite();
            double scale =
                    STEP * Math.max(.1, length(model.weights().get(weight).floats()));
            if (length > 1e-6) {
                double along = quotient(runtime, model, loss, batch, weight, gradient, scale / length);
                assertThat(along / length)
                        .as("%s of %s, along its gradient", weight, name)
                        .isCloseTo(length, within(1e-2 * length + 2e-5));
            }
            for (int i = 0; i < DIRECTIONS; i++) {
                float[] direction = direction(gradient.length, random);
                double along = quotient(runtime, model, loss, batch, weight, direction, scale);
                assertThat(along)
                        .as("%s of %s, along a random direction", weight, name)
                        .isCloseTo(dot(gradient, direction), within(1e-2 * length + 2e-5));
            }
        });
    }

    private static double quotient(
            InferenceRuntime runtime,
            Model model,
            CrossEntropy loss,
            TrainingBatch batch,
            String weight,
            float[] direction,
            double step) {
        double above = loss(runtime, moved(model, weight, direction, step), loss, batch);
        double below = loss(runtime, moved(model, weight, direction, -step), loss, batch);
        return (above - below) / (2 * step);
    }

    private static double loss(InferenceRuntime runtime, Model model, CrossEntropy loss, TrainingBatch batch) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(1))) {
            return loss.of(session.run(batch.inputs()), batch).value();
        }
    }

    private static Model moved(Model model, String weight, float[] direction, double step) {
        Tensor tensor = model.weights().get(weight);
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (step * direction[i]);
        }
        Weights weights = model.weights().with(Map.of(weight, Tensor.ofFloats(tensor.shape(), values)));
        return new Model(model.graph(), weights);
    }

    private static float[] direction(int elements, SplittableRandom random) {
        float[] direction = new float[elements];
        for (int i = 0; i < elements; i++) {
            direction[i] = (float) (2 * random.nextDouble() - 1);
        }
        double length = length(direction);
        for (int i = 0; i < elements; i++) {
            direction[i] /= (float) length;
        }
        return direction;
    }

    private static double length(float[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * (double) b[i];
        }
        return sum;
    }
}
