package io.espalier.training.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.training.CrossEntropy;
import io.espalier.training.Distillation;
import io.espalier.training.ExampleBatches;
import io.espalier.training.Optimizer;
import io.espalier.training.Schedule;
import io.espalier.training.TaughtBatches;
import io.espalier.training.Teacher;
import io.espalier.training.Trained;
import io.espalier.training.TrainingBatch;
import io.espalier.training.TrainingBatches;
import io.espalier.training.TrainingDivergedException;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.data.Augmentation;
import io.espalier.training.data.Examples;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every training engine keeps to. */
public interface TrainingEngineContract {

    TrainingEngine engine();

    /** A residual network for {@link BlotImages}. */
    private static Model network(int width) {
        List<ResNet.Stage> stages = List.of(new ResNet.Stage(width, 1), new ResNet.Stage(2 * width, 1));
        return new ResNet("tiny", 3, 8, 8, stages, 3).initialized(7);
    }

    private static Schedule schedule(int steps) {
        return new Schedule(steps, 16, .05, .2, new Optimizer.Sgd(.9, true, 5e-4), 0, new Augmentation(true, 1, 0));
    }

    private static TrainingRequest request(Model model, Schedule schedule) {
        return new TrainingRequest(model, batches(schedule), CrossEntropy.of(output(model)), schedule, 3, 2);
    }

    private static TrainingBatches batches(Schedule schedule) {
        Examples images = new ImageExamples(ResNet.INPUT, new BlotImages(90, 1), PixelNormalization.ZERO_TO_ONE);
        return ExampleBatches.shuffled(images.augmented(schedule.augmentation()), schedule.batchSize(), 3);
    }

    private static String output(Model model) {
        return model.graph().outputs().get(0).name();
    }

    private static TrainingRequest distilled(
            Model model, Schedule schedule, Distillation distillation, Teacher teacher) {
        return new TrainingRequest(
                model,
                new TaughtBatches(batches(schedule), teacher),
                distillation.loss(output(model), Recorder.OUTPUT),
                schedule,
                3,
                2);
    }

    private static TrainingRequest request(int steps) {
        return request(network(4), schedule(steps));
    }

    @Test
    default void aTinyTaskIsLearned() {
        Trained trained = engine().train(request(150), TrainingListener.NONE);

        assertThat(trained.losses()).hasSize(150);
        assertThat(trained.losses().get(0)).isGreaterThan(.5);
        assertThat(trained.finalLoss()).isLessThan(.1);
    }

    @Test
    default void equalRequestsGiveBitEqualWeights() {
        Trained first = engine().train(request(20), TrainingListener.NONE);
        Trained second = engine().train(request(20), TrainingListener.NONE);

        assertThat(second.losses()).isEqualTo(first.losses());
        assertThat(second.model().weights().sha256())
                .isEqualTo(first.model().weights().sha256());
    }

    @Test
    default void trainingsSideBySideAreAsEachAlone() {
        TrainingEngine engine = engine();
        TrainingRequest alone = withThreads(request(10), 1);
        String expected =
                engine.train(alone, TrainingListener.NONE).model().weights().sha256();

        List<String> together = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> engine.train(alone, TrainingListener.NONE)))
                .toList()
                .stream()
                .map(training -> training.join().model().weights().sha256())
                .toList();

        assertThat(together).containsOnly(expected);
    }

    private static TrainingRequest withThreads(TrainingRequest request, int threads) {
        return new TrainingRequest(
                request.model(), request.batches(), request.loss(), request.schedule(), request.seed(), threads);
    }

    @Test
    default void namesStayAndNumbersChange() {
        Model before = network(4);
        Model after = engine().train(request(before, schedule(2)), TrainingListener.NONE)
                .model();

        assertThat(after.graph()).isSameAs(before.graph());
        for (String name : before.graph().weights().keySet()) {
            assertThat(after.weights().get(name).shape())
                    .isEqualTo(before.weights().get(name).shape());
            assertThat(after.weights().get(name))
                    .as(name)
                    .isNotEqualTo(before.weights().get(name));
        }
    }

    @Test
    default void everyStepIsHeard() {
        List<String> heard = new ArrayList<>();
        Trained trained = engine().train(request(3), (step, steps, loss) -> heard.add(step + "/" + steps + " " + loss));

        assertThat(heard)
                .containsExactly(
                        "1/3 " + trained.losses().get(0),
                        "2/3 " + trained.losses().get(1),
                        "3/3 " + trained.losses().get(2));
    }

    @Test
    default void anExceptionOfTheListenerEndsTheTraining() {
        assertThatThrownBy(() -> engine().train(request(50), (step, steps, loss) -> {
                    throw new IllegalStateException("enough at " + step);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough at 1");
    }

    @Test
    default void whatAStudentSeesDoesNotDependOnTheStudent() {
        Recorder forNarrow = new Recorder();
        Recorder forWide = new Recorder();
        engine().train(distilled(network(4), schedule(7), Distillation.STANDARD, forNarrow), TrainingListener.NONE);
        engine().train(distilled(network(6), schedule(7), Distillation.STANDARD, forWide), TrainingListener.NONE);

        assertThat(forNarrow.asked).hasSize(7).isEqualTo(forWide.asked);
    }

    @Test
    default void aTeacherAloneIsEnough() {
        TrainingRequest request = distilled(network(4), schedule(150), new Distillation(2, 1), new Recorder());
        Trained trained = engine().train(request, TrainingListener.NONE);

        assertThat(trained.finalLoss()).isLessThan(trained.losses().get(0) / 10);
    }

    @Test
    default void divergenceIsToldFromOtherFailures() {
        Schedule wild = schedule(200).withPeakLearningRate(1e30);

        assertThatThrownBy(() -> engine().train(request(network(4), wild), TrainingListener.NONE))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("Maybe the learning rate is too high for this network.");
    }

    @Test
    default void aNetworkThatCannotBeTrainedIsRefusedBeforeAnyWork() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String x = net.convolution("c", net.input(3, 8, 8), 3, 4, 3, 1, 1);
        String odd = net.node(new Operator.Opaque("our.own", "Riddle", Map.of(), List.of()), x);
        net.graph().output(odd, TensorType.floats(Shape.of(1, 3)));
        Model model = net.build();

        String refusal = engine().refusal(model.graph()).orElseThrow();

        assertThat(refusal).contains("Riddle");
        assertThat(engine().refusal(network(4).graph())).isEmpty();
        assertThatThrownBy(() -> engine().train(request(model, schedule(1)), TrainingListener.NONE))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(refusal);
    }

    @Test
    default void imagesThatDoNotFitAreRefused() {
        Model model = new ResNet("large", 3, 16, 16, List.of(new ResNet.Stage(4, 1)), 3).initialized(1);

        assertThatThrownBy(() -> engine().train(request(model, schedule(1)), TrainingListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3×8×8")
                .hasMessageContaining("3×16×16");
    }

    /** A teacher that is sure of the label, and remembers what it was asked. */
    final class Recorder implements Teacher {
        private static final String OUTPUT = "logits";

        private final List<String> asked = new CopyOnWriteArrayList<>();

        @Override
        public Map<String, Tensor> outputs(TrainingBatch batch) {
            asked.add(batch.examples() + " " + batch.views());
            float[] logits = new float[batch.size() * 3];
            for (int i = 0; i < batch.size(); i++) {
                for (int c = 0; c < 3; c++) {
                    logits[i * 3 + c] = c == batch.examples().at(i) % 3 ? 4 : 0;
                }
            }
            return Map.of(OUTPUT, Tensor.ofFloats(Longs.of(batch.size(), 3), logits));
        }
    }
}
