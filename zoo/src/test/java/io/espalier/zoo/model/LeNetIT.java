package io.espalier.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.prune.PlanFile;
import io.espalier.zoo.prune.PruneVerification;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.prune.PruningPlans;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.weights.Model;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeNetIT {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void withoutSomeFiltersAndNeuronsItComputesWhatItDoesWithThemAtZero(long seed) {
        Model model = new LeNet(1, 28, 28, 10).initialized(seed);
        ChannelGroups groups = ChannelGroups.of(model.graph());
        PruningPlan plan = PruningPlans.random(groups, seed);
        Model cut = Pruner.of(groups).model(model.weights(), plan);

        PruneVerification.Result result = PruneVerification.verify(
                OnnxRuntime.open(), model, cut, PlanFile.of("made", groups, plan), seed, Map.of(), 1);

        assertThat(cut.weights().get("dense2.weight").elements()).isLessThan(84 * 120);
        assertThat(result.passed()).isTrue();
    }
}
