package io.espalier.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.espalier.training.CrossEntropy;
import io.espalier.training.ExampleBatches;
import io.espalier.training.Optimizer;
import io.espalier.training.Schedule;
import io.espalier.training.Trained;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.WeightProjection;
import io.espalier.training.data.Augmentation;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.sparse.FixedMasks;
import io.espalier.training.sparse.LotteryTicket;
import io.espalier.training.sparse.Sparsification;
import io.espalier.training.testing.BlotImages;
import io.espalier.zoo.model.MobileNetV2;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.sparse.MaskRule;
import io.espalier.zoo.sparse.PrunableWeight;
import io.espalier.zoo.sparse.SparseGroups;
import io.espalier.zoo.sparse.WeightMasks;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Masks in a real engine, whose weights lie otherwise than in the file. */
class SparseTrainingIT {
    @TempDir
    private Path folder;

    private final TrainingEngine engine =
            Guice.createInjector(Stage.PRODUCTION, new Nd4jModule()).getInstance(TrainingEngine.class);

    static List<Model> networks() {
        return List.of(
                new ResNet("tiny", 3, 8, 8, List.of(new ResNet.Stage(8, 1), new ResNet.Stage(16, 1)), 3).initialized(7),
                new MobileNetV2("small", 3, 8, 8, 8, List.of(new MobileNetV2.Stage(2, 8, 2, 1)), 16, 3).initialized(7));
    }

    private static TrainingRequest request(Model model, int steps) {
        Schedule schedule =
                new Schedule(steps, 16, .05, .2, new Optimizer.Sgd(.9, true, 5e-4), 0, new Augmentation(true, 1, 0));
        ImageExamples images = new ImageExamples(ResNet.INPUT, new BlotImages(90, 1), PixelNormalization.ZERO_TO_ONE);
        return new TrainingRequest(
                model,
                ExampleBatches.shuffled(images.augmented(schedule.augmentation()), 16, 3),
                CrossEntropy.of(model.graph().outputs().get(0).name()),
                schedule,
                3,
                2);
    }

    private Model written(Model model, Sparsification sparsification, int steps) {
        return written(model, sparsification.projection(model, steps), steps);
    }

    private Model written(Model model, WeightProjection projection, int steps) {
        TrainingRequest request = request(model, steps).withProjection(projection);
        Path file = folder.resolve("sparse.onnx");
        OnnxWriter.write(engine.train(request, TrainingListener.NONE).model(), file);
        return OnnxReader.read(file);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theFileHasZerosWhereTheMaskHadThem(Model model) {
        MaskRule rule = new MaskRule.LayerMagnitude();
        WeightMasks masks = rule.masks(PrunableWeight.of(model.graph()), model.weights(), .6);

        WeightMasks after = Sparsification.zeros(written(model, new FixedMasks(masks), 12));

        assertThat(after.isWithin(masks)).isTrue();
        assertThat(after.kept()).isEqualTo(masks.kept());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradualPruningEndsAtItsSparsity(Model model) {
        WeightMasks after =
                Sparsification.zeros(written(model, new Sparsification(new MaskRule.GlobalMagnitude(), .9, true), 30));

        assertThat(after.elements() - after.kept()).isEqualTo(Math.round(.9 * after.elements()));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theFileKeepsTwoOfEachFourInputs(Model model) {
        Model sparse = written(model, new Sparsification(new MaskRule.GroupMagnitude(4), .5, false), 12);

        assertThat(PrunableWeight.of(sparse.graph()))
                .filteredOn(weight -> weight.inputs() % 4 == 0)
                .isNotEmpty()
                .allSatisfy(weight -> SparseGroups.requireKept(sparse.weights(), weight, 2, 4));
    }

    @Test
    void aTicketOfAFifthLearnsTheTask() {
        TrainingRequest whole = request(networks().get(0), 120);
        LotteryTicket lottery = new LotteryTicket(engine, whole, 10, new MaskRule.GlobalMagnitude());
        LotteryTicket.Dense dense = lottery.dense(TrainingListener.NONE);

        List<LotteryTicket.Ticket> tickets =
                lottery.tickets(dense, LotteryTicket.Rewinding.WEIGHTS, List.of(.5, .8), TrainingListener.NONE);

        LotteryTicket.Ticket last = tickets.get(1);
        assertThat(last.masks().isWithin(tickets.get(0).masks())).isTrue();
        assertThat(Sparsification.zeros(last.trained()).isWithin(last.masks())).isTrue();
        assertThat(last.masks().sparsity()).isCloseTo(.8, within(1e-3));
        Trained further = engine.train(whole.part(119, 120).withModel(last.trained()), TrainingListener.NONE);
        assertThat(further.losses().get(0)).isLessThan(.2);
    }
}
