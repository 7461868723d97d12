package io.espalier.zoo.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.testing.ChannelNetworks;
import io.espalier.zoo.testing.ChannelNetworks.Family;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrunerTest {
    private static final int SEEDS = 8;

    @ParameterizedTest
    @EnumSource(Family.class)
    void nothingToPruneLeavesTheModelAsItIs(Family family) {
        Model model = ChannelNetworks.of(family, 1);

        Model same = Pruner.prune(model, PruningPlan.nothing());

        assertThat(same).isSameAs(model);
        assertThat(Pruner.of(ChannelGroups.of(model.graph()))
                        .model(model.weights(), PruningPlan.nothing())
                        .weights()
                        .sha256())
                .isEqualTo(model.weights().sha256());
    }

    /** Few units go: with one channel a group left, a grouped convolution turns depthwise, which is other groups. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void pruningTwiceIsPruningTheUnion(Family family) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Model model = ChannelNetworks.of(family, seed);
            ChannelGroups groups = ChannelGroups.of(model.graph());
            PruningPlan union = atMost(2, keepingTwo(groups, PruningPlans.random(groups, seed)));
            PruningPlan first = atMost(1, union);
            Model once = Pruner.prune(model, first);
            ChannelGroups left = ChannelGroups.of(once.graph());

            Model twice = Pruner.prune(once, second(groups, left, union, first));

            Model atOnce = Pruner.prune(model, union);
            assertThat(twice.weights().sha256())
                    .as("%s, seed %d", family, seed)
                    .isEqualTo(atOnce.weights().sha256());
            assertThat(twice.graph().nodes()).isEqualTo(atOnce.graph().nodes());
            assertThat(twice.graph().constants()).isEqualTo(atOnce.graph().constants());
        }
    }

    private static PruningPlan keepingTwo(ChannelGroups groups, PruningPlan plan) {
        Map<String, Longs> fewer = new LinkedHashMap<>();
        groups.prunable()
                .forEach(group -> fewer.put(
                        group.id(),
                        Longs.of(plan.removed(group.id()).stream()
                                .limit(group.channels() - 2)
                                .toArray())));
        return new PruningPlan(fewer);
    }

    private static PruningPlan atMost(int count, PruningPlan plan) {
        Map<String, Longs> fewer = new LinkedHashMap<>();
        plan.removed()
                .forEach((group, units) ->
                        fewer.put(group, Longs.of(units.stream().limit(count).toArray())));
        return new PruningPlan(fewer);
    }

    /** What {@code union} removes beyond {@code first}, in the numbers and names of what is left. */
    private static PruningPlan second(ChannelGroups groups, ChannelGroups left, PruningPlan union, PruningPlan first) {
        Map<String, Longs> plan = new LinkedHashMap<>();
        assertThat(left.groups()).hasSameSizeAs(groups.groups());
        for (int i = 0; i < groups.groups().size(); i++) {
            String id = groups.groups().get(i).id();
            List<Long> gone = first.removed(id).stream().boxed().toList();
            long[] rest = union.removed(id).stream()
                    .filter(unit -> !gone.contains(unit))
                    .map(unit -> unit
                            - gone.stream().filter(earlier -> earlier < unit).count())
                    .toArray();
            plan.put(left.groups().get(i).id(), Longs.of(rest));
        }
        return new PruningPlan(plan);
    }

    @Test
    void aGroupKeepsAtLeastOneUnit() {
        Model model = ChannelNetworks.of(Family.FLATTEN, 3);
        ChannelGroup group = ChannelGroups.of(model.graph()).prunable().get(0);
        long[] all = IntStream.range(0, group.channels()).asLongStream().toArray();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pruner.prune(model, new PruningPlan(Map.of(group.id(), Longs.of(all)))))
                .withMessageContaining(group.id())
                .withMessageContaining("\nMaybe");
    }

    @Test
    void anAxisKeepsAtLeastOneChannel() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String wide = net.convolution("wide", net.input(3, 8, 8), 3, 5, 1, 1, 1);
        List<String> parts = net.nodes(new Operator.Split(1, Longs.of(), 0), 2, wide, net.integers(2, 3));
        String left = net.convolution("left", parts.get(0), 2, 4, 1, 1, 1);
        String right = net.convolution("right", parts.get(1), 3, 4, 1, 1, 1);
        Model model = net.build(net.classifier(net.add(left, right), 4, 10));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pruner.prune(model, new PruningPlan(Map.of("wide.weight", Longs.of(0, 1)))))
                .withMessageContaining("_out0")
                .withMessageContaining("\nMaybe");
        for (long seed = 0; seed < 20; seed++) {
            Pruner.prune(model, PruningPlans.random(ChannelGroups.of(model.graph()), seed));
        }
    }

    @Test
    void unknownAndFrozenGroupsAreRefusedWithTheReason() {
        Model model = ChannelNetworks.of(Family.FLATTEN, 3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pruner.prune(model, new PruningPlan(Map.of("no.such", Longs.of(0)))))
                .withMessageContaining("no.such");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pruner.prune(model, new PruningPlan(Map.of("out.weight", Longs.of(0)))))
                .withMessageContaining("graph output");
    }

    @Test
    void keptOutputsAreThoseOfTheUncutNetwork() {
        Model model = ChannelNetworks.of(Family.GROUPED, 2);
        ChannelGroups groups = ChannelGroups.of(model.graph());
        ChannelGroup group = groups.prunable().get(1);

        Map<String, int[]> kept = Pruner.of(groups).keptOutputs(new PruningPlan(Map.of(group.id(), Longs.of(1))));

        Longs lost = group.slices().get(0).indices().get(1);
        int outputs = Math.toIntExact(groups.shapes().known("conv1_out").size(1));
        assertThat(kept.get("conv1"))
                .containsExactly(IntStream.range(0, outputs)
                        .filter(i -> lost.stream().noneMatch(gone -> gone == i))
                        .toArray());
        assertThat(kept.get("conv0"))
                .hasSize(Math.toIntExact(groups.shapes().known("conv0_out").size(1)));
    }
}
