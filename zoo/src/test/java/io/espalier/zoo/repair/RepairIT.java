package io.espalier.zoo.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.prune.PruningPlans;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.ChannelNetworks;
import io.espalier.zoo.testing.ChannelNetworks.Family;
import io.espalier.zoo.testing.Feeds;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.transform.BlockRemoval;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.ResidualBlock;
import io.espalier.zoo.transform.ResidualBlocks;
import io.espalier.zoo.transform.StandIns;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepairIT {
    private final InferenceRuntime runtime = OnnxRuntime.open();

    /** A stem whose last channel is a copy of its first, read by {@code reader}. */
    private static Model redundant(String reader, long seed) {
        NetworkBuilder net = new NetworkBuilder(seed, 17);
        String in = net.input(3, 8, 8);
        SplittableRandom random = new SplittableRandom(seed);
        float[] weight = new float[6 * 3 * 9];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = i < 5 * 27 ? (float) (random.nextDouble() - .5) : weight[i - 5 * 27];
        }
        String stem = net.relu(net.node(
                Operator.Convolution.of(3, 1, 1, 1),
                in,
                net.weight("stem", Tensor.ofFloats(Longs.of(6, 3, 3, 3), weight))));
        return net.build(
                switch (reader) {
                    case "convolution" -> net.convolution("reader", stem, 6, 4, 3, 2, 1);
                    case "projection" -> net.convolution("reader", stem, 6, 4, 1, 1, 1);
                    default -> net.classifier(stem, 6, 10);
                });
    }

    private static List<Map<String, Tensor>> batches(long seed) {
        List<Map<String, Tensor>> batches = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int batch = 0; batch < 4; batch++) {
            float[] values = new float[64 * 3 * 64];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            batches.add(Map.of("input", Tensor.ofFloats(Longs.of(64, 3, 8, 8), values)));
        }
        return batches;
    }

    @ParameterizedTest
    @ValueSource(strings = {"convolution", "projection", "dense"})
    void aCopyTakesOverWhatTheRemovedChannelDid(String reader) {
        Model model = redundant(reader, 3);
        Pruner pruner = Pruner.of(ChannelGroups.of(model.graph()));
        PruningPlan plan = new PruningPlan(Map.of("stem", Longs.of(5)));
        Model cut = pruner.model(model.weights(), plan);
        InputProducts products =
                InputProducts.collect(model, pruner.groups(), StandIns.NONE, batches(1), runtime, 1, 0);

        Model repaired = Repair.repair(cut, model, pruner.kept(plan), List.of(), products);

        float[] wanted = run(model);
        assertThat(distance(run(cut), wanted)).isGreaterThan(.1);
        assertThat(distance(run(repaired), wanted)).isCloseTo(0, within(.01));
    }

    @ParameterizedTest
    @ValueSource(strings = {"convolution", "projection", "dense"})
    void aCopyTakesOverLayerByLayerToo(String reader) {
        Model model = redundant(reader, 3);
        Pruner pruner = Pruner.of(ChannelGroups.of(model.graph()));
        PruningPlan plan = new PruningPlan(Map.of("stem", Longs.of(5)));
        Model cut = pruner.model(model.weights(), plan);

        Model repaired = Repair.inOrder(cut, model, pruner.kept(plan), batches(1), runtime, 1, 0);

        assertThat(distance(run(repaired), run(model))).isCloseTo(0, within(.01));
    }

    /** On samples that it was not fitted to. */
    @ParameterizedTest
    @EnumSource(names = {"RESIDUAL", "OPTION_A", "CONCAT", "DEPTHWISE", "GROUPED", "SHUFFLE", "FLATTEN"})
    void repairBringsRandomNetworksNearerToTheParent(Family family) {
        double cutAway = 0;
        double left = 0;
        for (long seed = 0; seed < 4; seed++) {
            Model model = ChannelNetworks.of(family, seed);
            ChannelGroups groups = ChannelGroups.of(model.graph());
            Pruner pruner = Pruner.of(groups);
            PruningPlan plan = PruningPlans.random(groups, seed);
            Model cut = pruner.model(model.weights(), plan);
            List<Map<String, Tensor>> fit =
                    List.of(Feeds.of(model.graph(), 64, 10 + seed), Feeds.of(model.graph(), 64, 20 + seed));

            Model repaired = Repair.inOrder(cut, model, pruner.kept(plan), fit, runtime, 1, 0);

            Map<String, Tensor> fresh = Feeds.of(model.graph(), 64, 30 + seed);
            float[] wanted = run(model, fresh);
            cutAway += distance(run(cut, fresh), wanted);
            left += distance(run(repaired, fresh), wanted);
        }
        assertThat(left).isLessThan(.8 * cutAway);
    }

    /** Blocks whose branches have no ReLU: together with the stem one linear map of the input. */
    private static Model linear() {
        NetworkBuilder net = new NetworkBuilder(5, 17);
        String value = net.node(
                Operator.Convolution.of(1, 1, 0, 1),
                net.input(3, 8, 8),
                net.weight("stem", -.5, .5, 6, 3, 1, 1),
                net.weight("stem.bias", -.5, .5, 6));
        for (String name : List.of("a", "b")) {
            String branch = net.node(
                    Operator.Convolution.of(1, 1, 0, 1),
                    net.convolution(name + ".conv1", value, 6, 4, 1, 1, 1),
                    net.weight(name + ".conv2", -.5, .5, 6, 4, 1, 1),
                    net.weight(name + ".bias", -.5, .5, 6));
            value = net.add(value, branch);
        }
        return net.build(net.convolution("reader", net.relu(value), 6, 4, 3, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "a b"})
    void aConvolutionTakesOverWhatRemovedBlocksDid(String removed) {
        Model model = linear();
        List<String> blocks = Arrays.stream(removed.split(" "))
                .map(name -> name + ".conv1.weight")
                .toList();
        Model cut = BlockRemoval.remove(model, blocks);

        Model repaired = withoutBlocks(model, cut, blocks, PruningPlan.nothing(), batches(1));

        float[] wanted = run(model);
        assertThat(distance(run(cut), wanted)).isGreaterThan(.1);
        assertThat(distance(run(repaired), wanted)).isLessThan(.01);
    }

    private Model withoutBlocks(
            Model parent, Model cut, List<String> blocks, PruningPlan plan, List<Map<String, Tensor>> fit) {
        Pruner pruner = Pruner.of(ChannelGroups.of(cut.graph()));
        InputProducts products = InputProducts.collect(
                parent, ChannelGroups.of(parent.graph()), StandIns.of(parent.graph()), fit, runtime, 1, 0);
        return Repair.repair(pruner.model(cut.weights(), plan), parent, pruner.kept(plan), blocks, products);
    }

    /** On samples that it was not fitted to, with channels removed as well. */
    @Test
    void standInsBringRandomNetworksNearerToTheParent() {
        double without = 0;
        double with = 0;
        for (long seed = 0; seed < 6; seed++) {
            Model parent = ExportForm.of(RandomNetworks.residual(seed, true));
            List<String> blocks = ResidualBlocks.of(parent.graph()).stream()
                    .filter(ResidualBlock::removable)
                    .map(ResidualBlock::id)
                    .toList();
            Model cut = BlockRemoval.remove(parent, blocks);
            PruningPlan plan = PruningPlans.random(ChannelGroups.of(cut.graph()), seed);
            List<Map<String, Tensor>> fit =
                    List.of(Feeds.of(parent.graph(), 64, 10 + seed), Feeds.of(parent.graph(), 64, 20 + seed));

            Model repaired = withoutBlocks(parent, cut, List.of(), plan, fit);
            Model stoodIn = withoutBlocks(parent, cut, blocks, plan, fit);

            Map<String, Tensor> fresh = Feeds.of(parent.graph(), 64, 30 + seed);
            float[] wanted = run(parent, fresh);
            without += distance(run(repaired, fresh), wanted);
            with += distance(run(stoodIn, fresh), wanted);
        }
        assertThat(with).isLessThan(.8 * without);
    }

    private float[] run(Model model) {
        return run(model, batches(2).get(0));
    }

    private float[] run(Model model, Map<String, Tensor> inputs) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(1))) {
            return session.run(inputs).values().iterator().next().floats();
        }
    }

    /** Of the root mean squares. */
    private static double distance(float[] values, float[] wanted) {
        double square = 0;
        double size = 0;
        for (int i = 0; i < wanted.length; i++) {
            square += (values[i] - wanted[i]) * (values[i] - wanted[i]);
            size += wanted[i] * wanted[i];
        }
        return Math.sqrt(square / size);
    }
}
