package io.espalier.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import io.espalier.nd4j.Nd4jModule;
import io.espalier.training.CrossEntropy;
import io.espalier.training.ExampleBatches;
import io.espalier.training.Optimizer;
import io.espalier.training.Schedule;
import io.espalier.training.Trained;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.data.Augmentation;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.testing.BlotImages;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.weights.Model;
import java.util.List;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Both engines see the same batches and start from the same weights: only the rounding of sums differs. */
class LearningCurveIT {
    private static final int STEPS = 100;

    @Test
    void theLossFallsAsItDoesWithNd4j() {
        Trained torch = trainedBy(new PyTorchProvider().engine(), 7);
        TrainingEngine nd4j = Guice.createInjector(new Nd4jModule()).getInstance(TrainingEngine.class);
        Trained other = trainedBy(nd4j, 7);

        for (int step = 0; step < 10; step++) {
            assertThat(torch.losses().get(step))
                    .as("step %d", step)
                    .isCloseTo(other.losses().get(step), Percentage.withPercentage(1));
        }
        // Further on roundings grow as any other small change does: less than other first weights make.
        double noise = apart(other, trainedBy(nd4j, 8));
        assertThat(apart(torch, other)).isLessThan(noise / 2);
        assertThat(torch.finalLoss()).isCloseTo(other.finalLoss(), Offset.offset(.05));
    }

    /** Mean distance of the losses at a step. */
    private static double apart(Trained one, Trained other) {
        double sum = 0;
        for (int step = 0; step < STEPS; step++) {
            sum += Math.abs(one.losses().get(step) - other.losses().get(step));
        }
        return sum / STEPS;
    }

    private static Trained trainedBy(TrainingEngine engine, long weights) {
        List<ResNet.Stage> stages = List.of(new ResNet.Stage(6, 1), new ResNet.Stage(12, 1));
        Model model = new ResNet("tiny", 3, 8, 8, stages, 3).initialized(weights);
        Schedule schedule =
                new Schedule(STEPS, 16, .05, .2, new Optimizer.Sgd(.9, true, 5e-4), 0, new Augmentation(true, 1, 0));
        ImageExamples images = new ImageExamples(ResNet.INPUT, new BlotImages(90, 1), PixelNormalization.ZERO_TO_ONE);
        TrainingRequest request = new TrainingRequest(
                model,
                ExampleBatches.shuffled(images.augmented(schedule.augmentation()), schedule.batchSize(), 3),
                CrossEntropy.of(model.graph().outputs().get(0).name()),
                schedule,
                3,
                2);
        return engine.train(request, TrainingListener.NONE);
    }
}
