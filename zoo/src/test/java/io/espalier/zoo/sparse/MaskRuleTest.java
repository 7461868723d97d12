package io.espalier.zoo.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskRuleTest {
    private static final List<Double> SPARSITIES = List.of(0.0, .25, .5, .8, .97);
    private static final List<MaskRule> RULES = List.of(
            new MaskRule.GlobalMagnitude(),
            new MaskRule.LayerMagnitude(),
            new MaskRule.GroupMagnitude(4),
            new MaskRule.Shuffled(new MaskRule.GlobalMagnitude(), 5));

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    private static WeightMasks masks(MaskRule rule, Model model, double sparsity) {
        return rule.masks(PrunableWeight.of(model.graph()), model.weights(), sparsity);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void globalMagnitudeTakesExactlyTheSmallestOfAll(long seed) {
        Model model = RandomNetworks.residual(seed);
        for (double sparsity : SPARSITIES) {
            WeightMasks masks = masks(new MaskRule.GlobalMagnitude(), model, sparsity);

            assertThat(masks.elements() - masks.kept()).isEqualTo(Math.round(sparsity * masks.elements()));
            assertThat(largestGone(masks, model, masks.names()))
                    .isLessThanOrEqualTo(smallestKept(masks, model, masks.names()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void magnitudeByLayerTakesExactlyTheSmallestOfEach(long seed) {
        Model model = RandomNetworks.residual(seed);
        for (double sparsity : SPARSITIES) {
            WeightMasks masks = masks(new MaskRule.LayerMagnitude(), model, sparsity);

            for (String name : masks.names()) {
                int elements = masks.elements(name);
                assertThat(elements - masks.kept(name)).isEqualTo((int) Math.round(sparsity * elements));
                assertThat(largestGone(masks, model, List.of(name)))
                        .isLessThanOrEqualTo(smallestKept(masks, model, List.of(name)));
            }
        }
    }

    private static float largestGone(WeightMasks masks, Model model, Iterable<String> names) {
        float largest = 0;
        for (String name : names) {
            float[] values = model.weights().get(name).floats();
            for (int i = 0; i < values.length; i++) {
                largest = masks.keeps(name, i) ? largest : Math.max(largest, Math.abs(values[i]));
            }
        }
        return largest;
    }

    private static float smallestKept(WeightMasks masks, Model model, Iterable<String> names) {
        float smallest = Float.POSITIVE_INFINITY;
        for (String name : names) {
            float[] values = model.weights().get(name).floats();
            for (int i = 0; i < values.length; i++) {
                smallest = masks.keeps(name, i) ? Math.min(smallest, Math.abs(values[i])) : smallest;
            }
        }
        return smallest;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void twoOfFourInputsStayInEveryGroup(long seed) {
        Model model = RandomNetworks.residual(seed);
        WeightMasks masks = masks(new MaskRule.GroupMagnitude(4), model, .5);

        assertThat(masks.names()).isNotEmpty();
        for (PrunableWeight weight : PrunableWeight.of(model.graph())) {
            assertThat(masks.names().contains(weight.name())).as(weight.name()).isEqualTo(weight.inputs() % 4 == 0);
            if (masks.names().contains(weight.name())) {
                SparseGroups.requireKept(masks.apply(model.weights()), weight, 2, 4);
            }
        }
    }

    @Test
    void groupsOfADenseLayerLieAlongItsInputsHoweverTheFileHasThem() {
        Weights weights = Weights.of(Map.of("w", Tensor.ofFloats(Longs.of(4, 2), 1, 8, 2, 7, 3, 6, 4, 5)));
        PrunableWeight inputsFirst = new PrunableWeight("w", Longs.of(4, 2), 0);

        WeightMasks masks = new MaskRule.GroupMagnitude(4).masks(List.of(inputsFirst), weights, .5);

        assertThat(masks.apply(weights).get("w").floats()).containsExactly(0, 8, 0, 7, 3, 0, 4, 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsGoneStaysGoneAtHigherSparsities(long seed) {
        Model model = RandomNetworks.residual(seed);
        for (MaskRule rule : RULES) {
            for (int i = 1; i < SPARSITIES.size(); i++) {
                WeightMasks before = masks(rule, model, SPARSITIES.get(i - 1));
                WeightMasks after = masks(rule, model, SPARSITIES.get(i));
                assertThat(after.isWithin(before))
                        .as("%s at %s", rule, SPARSITIES.get(i))
                        .isTrue();
                assertThat(after.kept()).isLessThan(before.kept());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomPlacesAreAsManyOfEachLayerButOthers(long seed) {
        Model model = RandomNetworks.residual(seed);
        WeightMasks chosen = masks(new MaskRule.GlobalMagnitude(), model, .6);
        WeightMasks random = masks(new MaskRule.Shuffled(new MaskRule.GlobalMagnitude(), seed), model, .6);

        for (String name : chosen.names()) {
            assertThat(random.kept(name)).as(name).isEqualTo(chosen.kept(name));
        }
        assertThat(random.isWithin(chosen)).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void onlyWeightsOfConvolutionsAndProductsAreMasked(long seed) {
        Model model = RandomNetworks.residual(seed);
        WeightMasks masks = masks(new MaskRule.LayerMagnitude(), model, .5);
        Weights sparse = masks.apply(model.weights());

        assertThat(masks.names()).allMatch(name -> name.endsWith(".weight"));
        for (String name : model.weights().tensors().keySet()) {
            float[] before = model.weights().get(name).floats();
            float[] after = sparse.get(name).floats();
            for (int i = 0; i < before.length; i++) {
                boolean stays = !masks.names().contains(name) || masks.keeps(name, i);
                assertThat(after[i]).isEqualTo(stays ? before[i] : 0);
            }
        }
        assertThat(WeightMasks.ofNonZero(sparse, masks.names()).kept()).isEqualTo(masks.kept());
    }

    @Test
    void ofEqualMagnitudesTheFirstGo() {
        Weights weights = Weights.of(Map.of("w", Tensor.ofFloats(Longs.of(1, 4), -1, 1, 2, 1)));

        WeightMasks masks =
                new MaskRule.GlobalMagnitude().masks(List.of(new PrunableWeight("w", Longs.of(1, 4), 1)), weights, .5);

        assertThat(masks.apply(weights).get("w").floats()).containsExactly(0, 0, 2, 1);
    }

    @Test
    void aSparsityOfOneLeavesNothing() {
        assertThatThrownBy(() -> masks(new MaskRule.GlobalMagnitude(), RandomNetworks.residual(0), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The sparsity (1.0) must be 0 to below 1.");
    }

    @Test
    void masksOfAnotherSizeAreRefused() {
        WeightMasks masks = WeightMasks.of(Map.of("w", new boolean[3]));
        Weights weights = Weights.of(Map.of("w", Tensor.ofFloats(Longs.of(1, 4), 1, 2, 3, 4)));

        assertThatThrownBy(() -> masks.apply(weights)).hasMessage("The weight (w) has 4 numbers, its mask 3.");
    }
}
