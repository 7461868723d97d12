package io.espalier.zoo.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.prune.PruningPlans.Ranking;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PruningPlansTest {
    private final Model model = chain();
    private final ChannelGroups groups = ChannelGroups.of(model.graph());
    private final Map<String, double[]> scores = PruningPlans.scores(model, groups, Importance.of("l1", 0));

    /** Three convolutions of 20, 30 and 16 channels. */
    private static Model chain() {
        NetworkBuilder net = new NetworkBuilder(11, 17);
        String value = net.relu(net.convolution("a", net.input(3, 8, 8), 3, 20, 3, 1, 1));
        value = net.relu(net.convolution("b", value, 20, 30, 3, 1, 1));
        value = net.relu(net.convolution("c", value, 30, 16, 3, 1, 1));
        return net.build(net.classifier(value, 16, 10));
    }

    private static long macsOf(ModelGraph graph) {
        return Macs.of(graph, ShapeInference.infer(graph));
    }

    @Test
    void aRatioCutsTheShareOfEveryGroupRoundedDown() {
        PruningPlan plan = PruningPlans.ratio(groups, scores, 0.3, Ranking.UNIFORM);

        for (ChannelGroup group : groups.prunable()) {
            assertThat(plan.removed(group.id()).size()).isEqualTo((int) (0.3 * group.channels() + 1e-9));
        }
        assertThat(PruningPlans.ratio(groups, scores, 0, Ranking.UNIFORM)).isEqualTo(PruningPlan.nothing());
    }

    @Test
    void theLeastImportantGoFirst() {
        ChannelGroup group = groups.prunable().get(0);
        Longs removed = PruningPlans.ratio(groups, scores, 0.5, Ranking.UNIFORM).removed(group.id());
        double[] own = scores.get(group.id());

        double highestRemoved =
                removed.stream().mapToDouble(unit -> own[(int) unit]).max().orElseThrow();
        for (int unit = 0; unit < own.length; unit++) {
            int each = unit;
            if (removed.stream().noneMatch(gone -> gone == each)) {
                assertThat(own[unit]).isGreaterThanOrEqualTo(highestRemoved);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Ranking.class)
    void aRatioOfOneLeavesOneUnitInEveryGroup(Ranking ranking) {
        PruningPlan plan = PruningPlans.ratio(groups, scores, 1, ranking);

        Pruner.of(groups)
                .keptUnits(plan)
                .values()
                .forEach(kept -> assertThat(kept).hasSize(1));
    }

    @ParameterizedTest
    @EnumSource(Ranking.class)
    void aTargetOfMacsIsMetAndBarelySo(Ranking ranking) {
        long before = macsOf(groups.graph());
        for (double share : new double[] {1, 0.7, 0.5, 0.3}) {
            PruningPlan plan = PruningPlans.macs(groups, scores, share, ranking);

            double left = (double) macsOf(Pruner.prune(model.graph(), plan)) / before;
            assertThat(left).isLessThanOrEqualTo(share).isGreaterThan(share - 0.06);
        }
    }

    @ParameterizedTest
    @EnumSource(Ranking.class)
    void aTargetThatCannotBeMetIsRefused(Ranking ranking) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningPlans.macs(groups, scores, 0, ranking))
                .withMessageContaining("\nMaybe");
    }

    @Test
    void globalRankingMayCutOneGroupMoreThanAnother() {
        PruningPlan plan = PruningPlans.ratio(groups, scores, 0.5, Ranking.GLOBAL);

        int removed = plan.removed().values().stream().mapToInt(Longs::size).sum();
        assertThat(removed).isEqualTo(groups.units() / 2);
    }

    @Test
    void randomPlansFollowFromTheSeed() {
        assertThat(PruningPlans.random(groups, 4)).isEqualTo(PruningPlans.random(groups, 4));
        assertThat(PruningPlans.random(groups, 4)).isNotEqualTo(PruningPlans.random(groups, 5));
    }

    @Test
    void widthsKeepTheNumberAskedForAndRefuseOthers() {
        ChannelGroup group = groups.prunable().get(0);

        PruningPlan plan = PruningPlans.widths(groups, scores, Map.of(group.id(), 2));

        assertThat(plan.removed().keySet()).containsExactly(group.id());
        assertThat(plan.removed(group.id()).size()).isEqualTo(group.channels() - 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningPlans.widths(groups, scores, Map.of(group.id(), 0)))
                .withMessageContaining(group.id());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningPlans.widths(groups, scores, Map.of("none", 1)))
                .withMessageContaining("none");
    }
}
