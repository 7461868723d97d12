package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
    private static final int BATCH = 3;
    private static final Longs MATRIX = Longs.of(BATCH, 4);
    private static final Longs MAP = Longs.of(BATCH, 4, 2, 2);

    private static TrainingBatch batch(Map<String, Tensor> targets) {
        return new TrainingBatch(Longs.repeat(0, BATCH), Longs.repeat(0, BATCH), Map.of(), targets);
    }

    private static Tensor noise(Longs shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(shape.product())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (4 * random.nextDouble() - 2);
        }
        return Tensor.ofFloats(shape, values);
    }

    private static Tensor squares(Tensor tensor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        return Tensor.ofFloats(tensor.shape(), values);
    }

    static Stream<Arguments> losses() {
        Tensor ofMatrix = Tensor.ofLongs(Longs.of(BATCH), 3, 0, 2);
        Tensor ofMap = Tensor.ofLongs(Longs.of(BATCH, 2, 2), 3, 0, -1, 1, 2, 2, 2, 0, -1, -1, 1, 3);
        return Stream.of(
                Arguments.of("cross-entropy", CrossEntropy.of("y"), MATRIX, Map.of(TrainingBatch.LABELS, ofMatrix)),
                Arguments.of(
                        "smoothed",
                        new CrossEntropy("y", TrainingBatch.LABELS, .1),
                        MATRIX,
                        Map.of(TrainingBatch.LABELS, ofMatrix)),
                Arguments.of("of a map", CrossEntropy.of("y"), MAP, Map.of(TrainingBatch.LABELS, ofMap)),
                Arguments.of("divergence", new TeacherDivergence("y", "t", 4), MATRIX, Map.of("t", noise(MATRIX, 8))),
                Arguments.of(
                        "divergence of a map", new TeacherDivergence("y", "t", 2), MAP, Map.of("t", noise(MAP, 8))),
                Arguments.of("squares", new MeanSquaredError("y", "t"), MAP, Map.of("t", noise(MAP, 8))),
                Arguments.of(
                        "attention",
                        new AttentionTransfer("y", "t"),
                        MAP,
                        Map.of("t", squares(noise(Longs.of(BATCH, 2, 2), 8)))),
                Arguments.of(
                        "distillation",
                        Distillation.STANDARD.loss("y", "z"),
                        MATRIX,
                        Map.of(TrainingBatch.LABELS, ofMatrix, TaughtBatches.target("z"), noise(MATRIX, 8))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void theGradientIsThatOfDifferenceQuotients(String name, Loss loss, Longs shape, Map<String, Tensor> targets) {
        TrainingBatch batch = batch(targets);
        Tensor output = noise(shape, 1);
        Tensor gradient = loss.of(Map.of("y", output), batch).gradients().get("y");

        assertThat(loss.outputs()).containsExactly("y");
        assertThat(gradient.shape()).isEqualTo(shape);
        for (int i = 0; i < output.elements(); i++) {
            double step = 1.0 / 256;
            double above = loss.of(Map.of("y", moved(output, i, step)), batch).value();
            double below = loss.of(Map.of("y", moved(output, i, -step)), batch).value();
            assertThat((double) gradient.floats()[i])
                    .as("%s, number %d", name, i)
                    .isCloseTo((above - below) / (2 * step), within(2e-5));
        }
    }

    private static Tensor moved(Tensor tensor, int at, double step) {
        float[] values = tensor.floats();
        values[at] += (float) step;
        return Tensor.ofFloats(tensor.shape(), values);
    }

    @Test
    void aUniformOutputHasTheEntropyOfItsClasses() {
        Tensor zeros = Tensor.ofFloats(MATRIX, new float[12]);
        TrainingBatch batch = batch(Map.of(TrainingBatch.LABELS, Tensor.ofLongs(Longs.of(BATCH), 0, 1, 2)));

        assertThat(CrossEntropy.of("y").of(Map.of("y", zeros), batch).value()).isCloseTo(Math.log(4), within(1e-12));
    }

    @Test
    void aTeacherThatSaysTheSameCostsNothing() {
        Tensor said = noise(MATRIX, 3);
        LossValue value = new TeacherDivergence("y", "t", 4).of(Map.of("y", said), batch(Map.of("t", said)));

        assertThat(value.value()).isCloseTo(0, within(1e-12));
        assertThat(value.gradients().get("y").floats()).containsOnly(0);
    }

    @Test
    void attentionKnowsNeitherScaleNorOrderOfChannels() {
        Tensor student = Tensor.ofFloats(Longs.of(1, 2, 1, 2), 3, 0, 4, 12);
        Tensor halved = Tensor.ofFloats(Longs.of(1, 2, 1, 2), 2, 6, 1.5f, 0);
        TrainingBatch batch = new TrainingBatch(
                Longs.of(0), Longs.of(0), Map.of(), Map.of("t", Tensor.ofFloats(Longs.of(1, 1, 2), 25, 144)));
        Loss loss = new AttentionTransfer("y", "t");

        assertThat(loss.of(Map.of("y", student), batch).value()).isCloseTo(0, within(1e-12));
        assertThat(loss.of(Map.of("y", halved), batch).value()).isCloseTo(0, within(1e-12));
    }

    @Test
    void attentionOnOtherPlacesCostsTwo() {
        Tensor left = Tensor.ofFloats(Longs.of(1, 1, 1, 2), 3, 0);
        TrainingBatch batch = new TrainingBatch(
                Longs.of(0), Longs.of(0), Map.of(), Map.of("t", Tensor.ofFloats(Longs.of(1, 1, 2), 0, 7)));

        assertThat(new AttentionTransfer("y", "t").of(Map.of("y", left), batch).value())
                .isCloseTo(2, within(1e-12));
    }

    @Test
    void attentionOfNothingHasNoGradient() {
        Tensor nothing = Tensor.ofFloats(MAP, new float[48]);
        TrainingBatch batch = batch(Map.of("t", Tensor.ofFloats(Longs.of(BATCH, 2, 2), new float[12])));
        LossValue value = new AttentionTransfer("y", "t").of(Map.of("y", nothing), batch);

        assertThat(value.value()).isZero();
        assertThat(value.gradients().get("y").floats()).containsOnly(0);
    }

    @Test
    void weightsOfASumHold() {
        Map<String, Tensor> outputs = Map.of("y", noise(MATRIX, 1), "z", noise(MATRIX, 2));
        TrainingBatch batch = batch(Map.of("t", noise(MATRIX, 3)));
        Loss first = new MeanSquaredError("y", "t");
        Loss second = new MeanSquaredError("z", "t");
        LossValue sum = new WeightedLoss(List.of(new WeightedLoss.Term(.5, first), new WeightedLoss.Term(2, second)))
                .of(outputs, batch);

        assertThat(sum.value())
                .isCloseTo(
                        .5 * first.of(outputs, batch).value()
                                + 2 * second.of(outputs, batch).value(),
                        within(1e-9));
        assertThat(sum.gradients()).containsOnlyKeys("y", "z");
    }

    @Test
    void whatDoesNotFitIsSaid() {
        TrainingBatch batch = batch(Map.of(TrainingBatch.LABELS, Tensor.ofLongs(Longs.of(BATCH), 0, 9, 2)));

        assertThatThrownBy(() -> CrossEntropy.of("y").of(Map.of("y", noise(MATRIX, 1)), batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The label (9) is none of the 4 classes of the output (y).");
        assertThatThrownBy(() -> CrossEntropy.of("z").of(Map.of("y", noise(MATRIX, 1)), batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The network has no output (z), but [y].");
        assertThatThrownBy(() -> new MeanSquaredError("y", "t").of(Map.of("y", noise(MATRIX, 1)), batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The data has no target (t), but [labels].");
    }
}
