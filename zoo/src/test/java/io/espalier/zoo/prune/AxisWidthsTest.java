package io.espalier.zoo.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.model.ShuffleNetV2;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.weights.Model;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AxisWidthsTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void areTheWidthsOfTheCutNetwork(long seed) {
        areTheWidthsOfTheCut(RandomNetworks.residual(seed), seed);
    }

    @Test
    void areTheWidthsOfTheCutNetworkWhereChannelsAreSplit() {
        areTheWidthsOfTheCut(ExportForm.of(ShuffleNetV2.cifar(10).initialized(1)), 1);
    }

    private static void areTheWidthsOfTheCut(Model model, long seed) {
        ChannelGroups groups = ChannelGroups.of(model.graph());
        WidthPlanner planner = WidthPlanner.of(groups, PruningPlans.scores(model, groups, Importance.of("l1", seed)));
        AxisWidths widths = AxisWidths.of(planner);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            Map<String, Integer> kept = new HashMap<>();
            for (ChannelGroup group : groups.prunable()) {
                if (random.nextInt(3) > 0) {
                    kept.put(group.id(), 1 + random.nextInt(group.channels()));
                }
            }
            int[] found = widths.of(kept);
            ModelGraph cut = Pruner.of(groups).structure(planner.plan(kept));
            Shapes shapes = ShapeInference.infer(cut);
            groups.axesOfValues().forEach((value, axes) -> {
                for (int axis = 0; axis < axes.size(); axis++) {
                    if (axes.get(axis).isPresent() && shapes.shape(value).isPresent()) {
                        assertThat(found[axes.get(axis).get().number()])
                                .as(value)
                                .isEqualTo(Math.toIntExact(shapes.known(value).size(axis)));
                    }
                }
            });
        }
    }

    @Test
    void areSumsOverGroupsInAResidualNetwork() {
        Model model = ExportForm.of(ResNet.cifar(1, 10).initialized(1));
        ChannelGroups groups = ChannelGroups.of(model.graph());
        AxisWidths widths = AxisWidths.of(WidthPlanner.of(groups, Map.of()));
        assertThat(widths.areSums()).isTrue();
        ChannelGroup first = groups.prunable().get(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> widths.of(Map.of(first.id(), 0)))
                .withMessage("The channel group (%s) can keep 1 to %d units, not 0.", first.id(), first.channels());
    }
}
