package io.espalier.zoo.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.weights.Model;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LowRankTest {

    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    private static LowRank of(Model model) {
        return LowRank.of(model, EnumSet.allOf(LowRankForm.class));
    }

    private static long macs(Model model) {
        return Macs.of(model.graph(), ShapeInference.infer(model.graph()));
    }

    /** A convolution of 3×5 over 20×30, stride 2 down and 1 across, 8 to 12 channels in 2 groups: 20×30 to 10×30. */
    private static Model convolution() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String in = net.input(8, 20, 30);
        Operator operator = new Operator.Convolution(
                false,
                Longs.of(3, 5),
                Longs.of(2, 1),
                Longs.of(1, 2, 1, 2),
                Longs.of(1, 1),
                2,
                Operator.AutoPad.NOTSET,
                Longs.of());
        return net.build(net.node(operator, in, net.weight("w", -1, 1, 12, 4, 3, 5)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6})
    void channelFactorsTakeRankTimesInputsAndOutputs(int rank) {
        Model model = convolution();
        LowRank lowRank = LowRank.of(model, Set.of(LowRankForm.CHANNEL));
        LowRankLayer layer = lowRank.layers().get(0);
        long positions = 10 * 30;
        long expected = 2 * rank * (4 * 3 * 5) * positions + 12 * rank * positions;

        assertThat(layer.fullRank()).isEqualTo(6);
        assertThat(layer.macs()).isEqualTo(12 * 4 * 3 * 5 * positions);
        assertThat(layer.macs(rank)).isEqualTo(expected);
        assertThat(macs(lowRank.factored(List.of(new LowRank.Choice(layer, rank)))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 12})
    void spatialFactorsTakeTheColumnOnAllPlacesAcrossAndTheRowOnTheFewerDown(int rank) {
        Model model = convolution();
        LowRank lowRank = LowRank.of(model, Set.of(LowRankForm.SPATIAL));
        LowRankLayer layer = lowRank.layers().get(0);
        long expected = 2 * rank * (4 * 3) * (10 * 30) + 12 * rank * 5 * (10 * 30);

        assertThat(layer.fullRank()).isEqualTo(Math.min(4 * 3, 6 * 5));
        assertThat(layer.macs(rank)).isEqualTo(expected);
        assertThat(macs(lowRank.factored(List.of(new LowRank.Choice(layer, rank)))))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theChosenMacsAreThoseOfTheFactoredNetwork(long seed) {
        Model model = RandomNetworks.residual(seed);
        LowRank lowRank = of(model);
        for (RankRule rule : List.of(new RankRule.Share(.3), new RankRule.Energy(.7), new RankRule.Macs(.6))) {
            List<LowRank.Choice> choices = lowRank.choose(rule);

            assertThat(choices).isNotEmpty().allMatch(LowRank.Choice::saves);
            assertThat(lowRank.macs(choices))
                    .isEqualTo(macs(lowRank.factored(choices)))
                    .isLessThan(macs(model));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theMacsAskedForAreMostlyUsed(long seed) {
        Model model = RandomNetworks.residual(seed);
        LowRank lowRank = of(model);
        long all = macs(model);

        long chosen = lowRank.macs(lowRank.choose(new RankRule.Macs(.6)));

        assertThat(chosen).isLessThanOrEqualTo((long) (.6 * all)).isGreaterThan((long) (.3 * all));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void energyGrowsWithTheRankAndIsAllAtTheFullOne(long seed) {
        for (LowRankLayer layer : of(RandomNetworks.residual(seed)).layers()) {
            assertThat(layer.energy(layer.fullRank())).isCloseTo(1, within(1e-12));
            for (int rank = 1; rank < layer.fullRank(); rank++) {
                assertThat(layer.energy(rank)).isLessThanOrEqualTo(layer.energy(rank + 1));
            }
            int kept = layer.rank(.8);
            assertThat(layer.energy(kept)).isGreaterThanOrEqualTo(.8);
            assertThat(kept == 1 || layer.energy(kept - 1) < .8).isTrue();
        }
    }

    @Test
    void atTheWholeRankNothingIsReplacedBecauseNothingIsSaved() {
        assertThat(of(RandomNetworks.residual(1)).choose(new RankRule.Share(1))).isEmpty();
    }

    @Test
    void whatNoRankReachesIsSaid() {
        assertThatThrownBy(() -> of(RandomNetworks.residual(1)).choose(new RankRule.Macs(.0001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of the MACs, more than 0.0 %.")
                .hasMessageContaining("Maybe cut channels as well.");
        LowRankLayer layer = of(RandomNetworks.residual(1)).layers().get(0);
        assertThatThrownBy(() -> new LowRank.Choice(layer, layer.fullRank() + 1))
                .hasMessage("The rank (%d) of the layer (stem) must be 1 to %d."
                        .formatted(layer.fullRank() + 1, layer.fullRank()));
        assertThatThrownBy(() -> new RankRule.Energy(0))
                .hasMessage("The share of the energy (0.0) must be over 0, up to 1.");
    }
}
