package io.espalier.training.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.training.Optimizer;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.zoo.sparse.MaskRule;
import io.espalier.zoo.sparse.PrunableWeight;
import io.espalier.zoo.sparse.SparseGroups;
import io.espalier.zoo.sparse.WeightMasks;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MaskedTrainingTest {
    private static final int STEPS = 60;
    private static final List<Optimizer> OPTIMIZERS =
            List.of(new Optimizer.Sgd(.9, false, 5e-4), new Optimizer.Sgd(.9, true, 0), Optimizer.AdamW.standard(.01));

    private final LinearTraining engine = new LinearTraining();

    static Stream<Arguments> optimizersAndSeeds() {
        return OPTIMIZERS.stream()
                .flatMap(optimizer -> Stream.of(1L, 2L, 3L, 4L).map(seed -> Arguments.of(optimizer, seed)));
    }

    private Weights train(Model model, Optimizer optimizer, Sparsification sparsification) {
        TrainingRequest request =
                LinearTraining.request(model, STEPS, optimizer).withProjection(sparsification.projection(model, STEPS));
        return engine.train(request, TrainingListener.NONE).model().weights();
    }

    private static WeightMasks nonZero(Weights weights) {
        return WeightMasks.ofNonZero(weights, List.of(LinearNetwork.WEIGHT));
    }

    @ParameterizedTest
    @MethodSource("optimizersAndSeeds")
    void whatIsMaskedIsExactlyZeroInEveryStep(Optimizer optimizer, long seed) {
        Model model = LinearNetwork.model(seed);
        WeightMasks masks =
                new MaskRule.GlobalMagnitude().masks(PrunableWeight.of(model.graph()), model.weights(), .75);

        Weights after = train(model, optimizer, new Sparsification(new MaskRule.GlobalMagnitude(), .75, false));

        assertThat(engine.trained.get(0).seen).hasSize(STEPS).allSatisfy(values -> {
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i] != 0).isEqualTo(masks.keeps(LinearNetwork.WEIGHT, i));
            }
        });
        assertThat(nonZero(after).kept()).isEqualTo(12);
        assertThat(nonZero(after).isWithin(masks)).isTrue();
        assertThat(after.sha256()).isNotEqualTo(masks.apply(model.weights()).sha256());
    }

    @ParameterizedTest
    @MethodSource("optimizersAndSeeds")
    void gradualZerosBecomeMoreAndNeverComeBack(Optimizer optimizer, long seed) {
        Weights after = train(
                LinearNetwork.model(seed), optimizer, new Sparsification(new MaskRule.GlobalMagnitude(), .75, true));

        List<float[]> seen = engine.trained.get(0).seen;
        assertThat(zeros(seen.get(0))).isZero();
        assertThat(zeros(seen.get(STEPS / 4))).isStrictlyBetween(0, 36);
        for (int step = 1; step < seen.size(); step++) {
            for (int i = 0; i < seen.get(step).length; i++) {
                if (seen.get(step - 1)[i] == 0) {
                    assertThat(seen.get(step)[i])
                            .as("step %d, place %d", step, i)
                            .isZero();
                }
            }
        }
        assertThat(nonZero(after).kept()).isEqualTo(12);
    }

    private static int zeros(float[] values) {
        int zeros = 0;
        for (float value : values) {
            zeros += value == 0 ? 1 : 0;
        }
        return zeros;
    }

    @ParameterizedTest
    @MethodSource("optimizersAndSeeds")
    void twoOfFourStayThroughTraining(Optimizer optimizer, long seed) {
        Model model = LinearNetwork.model(seed);

        Weights atOnce = train(model, optimizer, new Sparsification(new MaskRule.GroupMagnitude(4), .5, false));
        Weights gradual = train(model, optimizer, new Sparsification(new MaskRule.GroupMagnitude(4), .5, true));

        PrunableWeight weight = PrunableWeight.of(model.graph()).get(0);
        SparseGroups.requireKept(atOnce, weight, 2, 4);
        SparseGroups.requireKept(gradual, weight, 2, 4);
    }

    @Test
    void whatIsMaskedShortensNoGradient() {
        Model model = LinearNetwork.model(1);
        WeightMasks oneStays = WeightMasks.of(Map.of(LinearNetwork.WEIGHT, only(5)));
        TrainingRequest request = LinearTraining.request(model, 1, new Optimizer.Sgd(0, false, 0))
                .withProjection(new FixedMasks(oneStays));

        Weights after = engine.train(request, TrainingListener.NONE).model().weights();

        Schedule schedule = request.schedule();
        double moved = Math.abs(after.get(LinearNetwork.WEIGHT).floats()[5]
                - model.weights().get(LinearNetwork.WEIGHT).floats()[5]);
        double gradient = engine.trained.get(0).gradient()[engine.trained.get(0).place(5)];
        assertThat(Math.abs(gradient)).isStrictlyBetween(0.0, schedule.maxGradientNorm());
        assertThat(moved / schedule.learningRate(0))
                .isCloseTo(Math.abs(gradient), org.assertj.core.api.Assertions.within(1e-4));
    }

    private static boolean[] only(int place) {
        boolean[] places = new boolean[LinearNetwork.INPUTS * LinearNetwork.OUTPUTS];
        places[place] = true;
        return places;
    }

    @Test
    void aSparseNetworkDoesNotGrowBackBeforeItBecomesSparser() {
        Model dense = LinearNetwork.model(3);
        WeightMasks half = new MaskRule.LayerMagnitude().masks(PrunableWeight.of(dense.graph()), dense.weights(), .5);
        Model sparse = new Model(dense.graph(), half.apply(dense.weights()));

        train(sparse, OPTIMIZERS.get(0), new Sparsification(new MaskRule.GlobalMagnitude(), .75, true));

        assertThat(engine.trained.get(0).seen)
                .allSatisfy(values -> assertThat(zeros(values)).isBetween(24, 36));
    }

    @Test
    void aMaskForWhatIsNotTrainedIsAnError() {
        TrainingRequest request = LinearTraining.request(LinearNetwork.model(1), 1, OPTIMIZERS.get(0))
                .withProjection(new FixedMasks(WeightMasks.of(Map.of("other", new boolean[3]))));

        assertThatThrownBy(() -> engine.train(request, TrainingListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is a mask for the weight (other), which is not trained.");
    }
}
