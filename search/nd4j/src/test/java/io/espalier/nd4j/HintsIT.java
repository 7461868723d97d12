package io.espalier.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import io.espalier.training.AttentionTransfer;
import io.espalier.training.CachedTeacher;
import io.espalier.training.CrossEntropy;
import io.espalier.training.ExampleBatches;
import io.espalier.training.Loss;
import io.espalier.training.MeanSquaredError;
import io.espalier.training.Schedule;
import io.espalier.training.TaughtBatches;
import io.espalier.training.Trained;
import io.espalier.training.TrainingBatch;
import io.espalier.training.TrainingBatches;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.testing.BlotImages;
import io.espalier.training.transfer.Hint;
import io.espalier.training.transfer.HintedTraining;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A teacher of another structure, run in ONNX Runtime, shows a student its features. */
class HintsIT {
    private static final String LOGITS = "logits";
    private static final String OWN = "stages.1.blocks.0.relu2.out";
    private static final String TEACHERS = "stages.1.blocks.1.relu2.out";
    private static final Schedule SCHEDULE = Schedule.fromScratch(120).withBatchSize(16);

    private static TrainingEngine engine;
    private static Model teacher;

    private static Model network(int width, int blocks) {
        List<ResNet.Stage> stages = List.of(new ResNet.Stage(width, 1), new ResNet.Stage(2 * width, blocks));
        return new ResNet("tiny", 3, 8, 8, stages, 3).initialized(7);
    }

    private static TrainingBatches batches() {
        ImageExamples images = new ImageExamples(ResNet.INPUT, new BlotImages(90, 1), PixelNormalization.ZERO_TO_ONE);
        return ExampleBatches.shuffled(images.augmented(SCHEDULE.augmentation()), SCHEDULE.batchSize(), 3);
    }

    private static Trained train(Model model, TrainingBatches batches, Loss loss) {
        return engine.train(new TrainingRequest(model, batches, loss, SCHEDULE, 3, 2), TrainingListener.NONE);
    }

    @BeforeAll
    static void trainATeacher() {
        engine = Guice.createInjector(new Nd4jModule()).getInstance(TrainingEngine.class);
        Model fresh = network(8, 2);
        teacher = train(fresh, batches(), CrossEntropy.of(LOGITS)).model();
    }

    /** What a hint alone costs on a batch. */
    private static double loss(Loss hint, Model student, TrainingBatches taught) {
        TrainingBatch batch = taught.batch(1_000);
        try (InferenceSession session = OnnxRuntime.open().open(student, SessionOptions.of(1))) {
            return hint.of(session.run(batch.inputs()), batch).value();
        }
    }

    @Test
    void attentionComesNearerThanByLabelsAlone() {
        Model student = network(4, 1);
        HintedTraining hinted =
                HintedTraining.of(student, teacher, List.of(new Hint(OWN, TEACHERS, Hint.Kind.ATTENTION, 20)), 1);
        Loss hint = new AttentionTransfer(OWN, TaughtBatches.target("espalier.hint.0"));
        try (InferenceSession session = OnnxRuntime.open().open(hinted.teacher(), SessionOptions.of(1))) {
            TrainingBatches taught =
                    new TaughtBatches(batches(), CachedTeacher.of(session, hinted.teachersOutputs(Set.of(LOGITS))));
            Trained alone = train(hinted.student(), taught, CrossEntropy.of(LOGITS));
            Trained shown = train(hinted.student(), taught, hinted.loss(CrossEntropy.of(LOGITS)));

            assertThat(loss(hint, shown.model(), taught)).isLessThan(loss(hint, alone.model(), taught) / 2);
        }
    }

    @Test
    void aRegressorMakesTheTeachersFeaturesOfTheStudentsAndIsDropped() {
        Model student = network(4, 1);
        HintedTraining hinted =
                HintedTraining.of(student, teacher, List.of(new Hint(OWN, TEACHERS, Hint.Kind.FITNETS, 5)), 1);
        Loss hint = new MeanSquaredError("espalier.hint.0", TaughtBatches.target(TEACHERS));
        try (InferenceSession session = OnnxRuntime.open().open(hinted.teacher(), SessionOptions.of(1))) {
            TrainingBatches taught =
                    new TaughtBatches(batches(), CachedTeacher.of(session, hinted.teachersOutputs(Set.of(LOGITS))));
            Trained shown = train(hinted.student(), taught, hinted.loss(CrossEntropy.of(LOGITS)));
            Model kept = hinted.withoutHints(shown).model();

            assertThat(loss(hint, shown.model(), taught)).isLessThan(loss(hint, hinted.student(), taught) / 2);
            assertThat(kept.graph()).isSameAs(student.graph());
            assertThat(logits(kept, taught)).isEqualTo(logits(shown.model(), taught));
            assertThat(kept.weights().sha256()).isNotEqualTo(student.weights().sha256());
        }
    }

    private static Tensor logits(Model model, TrainingBatches batches) {
        try (InferenceSession session = OnnxRuntime.open().open(model, SessionOptions.of(1))) {
            Map<String, Tensor> outputs = session.run(batches.batch(0).inputs(), Set.of(LOGITS));
            return outputs.get(LOGITS);
        }
    }
}
