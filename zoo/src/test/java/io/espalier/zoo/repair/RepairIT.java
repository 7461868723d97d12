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
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
        InputProducts products = InputProducts.collect(model, pruner.groups(), batches(1), runtime, 1, 0);

        Model repaired = Repair.repair(cut, model, pruner.kept(plan), products);

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
