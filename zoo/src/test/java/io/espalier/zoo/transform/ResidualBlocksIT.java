package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.prune.PlanFile;
import io.espalier.zoo.prune.PruneVerification;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.prune.PruningPlans;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.DepthNetwork;
import io.espalier.zoo.testing.DepthNetworks;
import io.espalier.zoo.testing.DepthNetworks.Family;
import io.espalier.zoo.testing.Feeds;
import io.espalier.zoo.testing.ReferenceCase;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Removing blocks of every family: the same as their branches times 0. */
class ResidualBlocksIT {
    private static final int SEEDS = 6;

    private final InferenceRuntime runtime = OnnxRuntime.open();

    static Stream<Arguments> networks() {
        return Stream.of(Family.values())
                .flatMap(family -> LongStream.range(0, SEEDS).mapToObj(seed -> Arguments.of(family, seed)));
    }

    private static List<ResidualBlock> removable(ModelGraph graph) {
        return ResidualBlocks.of(graph).stream()
                .filter(ResidualBlock::removable)
                .toList();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("networks")
    void blocksThatKeepTheShapeAreOfferedAndNoOthers(Family family, long seed) {
        DepthNetwork network = DepthNetworks.of(family, seed);

        assertThat(removable(network.model().graph()))
                .extracting(ResidualBlock::id)
                .containsExactlyInAnyOrderElementsOf(network.removable().keySet());
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("networks")
    void eachBlockGoesAsIfItsBranchWereZero(Family family, long seed) {
        DepthNetwork network = DepthNetworks.of(family, seed);

        for (String id : network.removable().keySet()) {
            assertSameOutputs(BlockRemoval.remove(network.model(), List.of(id)), network.masked(List.of(id)));
        }
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("networks")
    void severalGoAtOnceInAnyOrder(Family family, long seed) {
        DepthNetwork network = DepthNetworks.of(family, seed);
        List<String> ids = new ArrayList<>(network.removable().keySet());
        Collections.sort(ids);

        Model all = BlockRemoval.remove(network.model(), ids);

        assertSameOutputs(all, network.masked(ids));
        Collections.reverse(ids);
        assertThat(BlockRemoval.remove(network.model(), ids).graph().nodes())
                .isEqualTo(all.graph().nodes());
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("networks")
    void whatIsLeftCanBeCut(Family family, long seed) {
        DepthNetwork network = DepthNetworks.of(family, seed);
        List<String> ids =
                network.removable().keySet().stream().sorted().limit(1).toList();
        Model left = BlockRemoval.remove(network.model(), ids);
        ChannelGroups groups = ChannelGroups.of(left.graph());
        PruningPlan plan = PruningPlans.random(groups, seed);

        Model cut = Pruner.of(groups).model(left.weights(), plan);

        PruneVerification.Result result =
                PruneVerification.verify(runtime, left, cut, PlanFile.of("none", groups, plan), seed, Map.of(), 1);
        assertThat(result.passed()).as("%s", result).isTrue();
    }

    private void assertSameOutputs(Model actual, Model expected) {
        assertThat(actual.graph().inputs()).isEqualTo(expected.graph().inputs());
        assertThat(actual.graph().outputs()).isEqualTo(expected.graph().outputs());
        Map<String, Tensor> feeds = Feeds.of(expected.graph(), 3, 5);
        try (InferenceSession before =
                        runtime.open(expected, SessionOptions.of(1).unoptimized());
                InferenceSession after =
                        runtime.open(actual, SessionOptions.of(1).unoptimized())) {
            Map<String, Tensor> outputs = after.run(feeds);
            before.run(feeds).forEach((output, reference) -> ReferenceCase.assertClose(outputs.get(output), reference));
        }
    }
}
