package io.espalier.zoo.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.testing.ChannelNetworks;
import io.espalier.zoo.testing.ChannelNetworks.Family;
import io.espalier.zoo.weights.Model;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Masked original = cut network, on networks and plans drawn from seeds. */
class PruneLawsIT {
    private static final int NETWORKS = 6;
    private static final int MIXED_NETWORKS = 40;
    private static final int PLANS = 4;

    private final InferenceRuntime runtime = OnnxRuntime.open();

    @ParameterizedTest
    @EnumSource(Family.class)
    void aCutNetworkEqualsTheMaskedOriginal(Family family) {
        long networks = family == Family.MIXED ? MIXED_NETWORKS : NETWORKS;
        for (long seed = 0; seed < networks; seed++) {
            Model model = ChannelNetworks.of(family, seed);
            ChannelGroups groups = ChannelGroups.of(model.graph());
            Pruner pruner = Pruner.of(groups);
            for (long planSeed = 0; planSeed < PLANS; planSeed++) {
                PruningPlan plan = PruningPlans.random(groups, planSeed);
                Model cut = pruner.model(model.weights(), plan);
                PlanFile planFile = PlanFile.of("", groups, plan);

                PruneVerification.Result result =
                        PruneVerification.verify(runtime, model, cut, planFile, planSeed, Map.of(), 1);

                assertThat(result.passed())
                        .as("%s, seed %d, plan %d %s: %s", family, seed, planSeed, plan, result)
                        .isTrue();
                assertThat(cut.graph()).usingRecursiveComparison().isEqualTo(pruner.structure(plan));
                assertSizesFollow(groups, cut, planFile);
            }
        }
    }

    /** Shape inference of the cut network finds just the sizes that the plan file leaves. */
    private static void assertSizesFollow(ChannelGroups groups, Model cut, PlanFile planFile) {
        Shapes after = ShapeInference.infer(cut.graph());
        planFile.tensors()
                .forEach((tensor, axes) -> axes.forEach((axis, lost) -> {
                    Shape before = groups.shapes().known(tensor);
                    assertThat(after.known(tensor).size(axis))
                            .as("%s axis %d", tensor, axis)
                            .isEqualTo(before.size(axis) - lost.size());
                }));
    }
}
