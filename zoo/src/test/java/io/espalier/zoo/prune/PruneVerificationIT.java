package io.espalier.zoo.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.weights.Model;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The check itself: it sees a wrong cut. */
class PruneVerificationIT {
    private final InferenceRuntime runtime = OnnxRuntime.open();
    private final Model model = RandomNetworks.residual(21, true);
    private final ChannelGroups groups = ChannelGroups.of(model.graph());
    private final Pruner pruner = Pruner.of(groups);

    private PruneVerification.Result verify(PruningPlan listed, PruningPlan cut) {
        return PruneVerification.verify(
                runtime, model, pruner.model(model.weights(), cut), PlanFile.of("", groups, listed), 3, Map.of(), 1);
    }

    @Test
    void aCutOfOtherChannelsThanListedIsSeen() {
        ChannelGroup group = groups.prunable().get(0);
        PruningPlan first = new PruningPlan(Map.of(group.id(), Longs.of(0)));
        PruningPlan second = new PruningPlan(Map.of(group.id(), Longs.of(1)));

        assertThat(verify(first, first).passed()).isTrue();
        assertThat(verify(first, second).passed()).isFalse();
        assertThat(verify(first, PruningPlan.nothing()).passed()).isFalse();
        assertThat(verify(PruningPlan.nothing(), PruningPlan.nothing()).difference())
                .isZero();
    }

    @Test
    void aTensorThatTheModelDoesNotComputeIsRefused() {
        PlanFile other = new PlanFile("", Map.of("nowhere", Map.of(1, Longs.of(0))), Map.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruneVerification.verify(runtime, model, model, other, 0, Map.of(), 1))
                .withMessageContaining("nowhere");
    }
}
