package io.espalier.zoo.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
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

    /** The largest scores of a network that also gives back where they are. */
    @Test
    void theValuesThatANetworkChoosesByAreThoseBeforeTheFirstChoice() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String scores = net.classifier(net.relu(net.convolution("stem", net.input(3, 8, 8), 3, 4, 3, 1, 1)), 4, 10);
        List<String> best = net.nodes(new Operator.Opaque("", "TopK", Map.of(), List.of()), 2, scores, net.integers(2));
        String again = net.nodes(new Operator.Opaque("", "TopK", Map.of(), List.of()), 2, best.get(0), net.integers(1))
                .get(0);
        Model choosing = net.build(again);

        assertThat(Choices.valuesBefore(choosing.graph())).containsExactly(scores);
        assertThat(Choices.valuesBefore(model.graph())).isEmpty();
        Model shown = Choices.shown(choosing, List.of(scores));
        try (InferenceSession session = runtime.open(shown, SessionOptions.of(1))) {
            Tensor image = Tensor.ofFloats(Longs.of(1, 3, 8, 8), new float[192]);
            assertThat(session.run(Map.of("input", image))).containsOnlyKeys(again, scores);
        }
    }

    @Test
    void aWrongCutOfANetworkThatChoosesIsSeen() {
        NetworkBuilder net = new NetworkBuilder(2, 17);
        String scores = net.classifier(net.relu(net.convolution("stem", net.input(3, 8, 8), 3, 4, 3, 1, 1)), 4, 10);
        String best = net.nodes(new Operator.Opaque("", "TopK", Map.of(), List.of()), 2, scores, net.integers(2))
                .get(1);
        net.graph().output(best, new TensorType(DataType.INT64, new Shape(List.of(Dim.symbol("N"), Dim.of(2)))));
        Model choosing = net.build();
        Pruner cutter = Pruner.of(ChannelGroups.of(choosing.graph()));
        PruningPlan listed = new PruningPlan(Map.of("stem.weight", Longs.of(0)));
        PruningPlan other = new PruningPlan(Map.of("stem.weight", Longs.of(1)));

        assertThat(PruneVerification.verify(
                                runtime,
                                choosing,
                                cutter.model(choosing.weights(), other),
                                PlanFile.of("", cutter.groups(), listed),
                                3,
                                Map.of(),
                                1)
                        .passed())
                .isFalse();
    }

    @Test
    void sizesThatDoNotFitAreSaidWithThoseThatAreFree() {
        PlanFile nothing = PlanFile.of("", groups, PruningPlan.nothing());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruneVerification.verify(runtime, model, model, nothing, 0, Map.of("T", 3L), 1))
                .withMessageContaining("T=3")
                .withMessageContaining("[N]");

        NetworkBuilder net = new NetworkBuilder(1, 17);
        Shape any = new Shape(List.of(Dim.of(1), Dim.of(3), Dim.symbol("H"), Dim.of(8)));
        Operator narrow = Operator.Convolution.of(7, 1, 0, 1);
        String read = net.node(narrow, net.input("image", DataType.FLOAT, any), net.weight("w", -1, 1, 4, 3, 7, 7));
        Model large = net.build(net.classifier(read, 4, 10));
        PlanFile whole = PlanFile.of("", ChannelGroups.of(large.graph()), PruningPlan.nothing());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruneVerification.verify(runtime, large, large, whole, 0, Map.of(), 1))
                .withMessageContaining("of the free sizes [H], those that are not given ({}) were 2");
        assertThat(PruneVerification.verify(runtime, large, large, whole, 0, Map.of("H", 9L), 1)
                        .passed())
                .isTrue();
    }

    @Test
    void infinitiesHideNoDifference() {
        NetworkBuilder net = new NetworkBuilder(4, 17);
        String scores = net.classifier(net.relu(net.convolution("stem", net.input(3, 8, 8), 3, 4, 3, 1, 1)), 4, 3);
        float[] forbidden = {0, Float.NEGATIVE_INFINITY, 0};
        String allowed = net.add(scores, net.weight("forbidden", Tensor.ofFloats(Longs.of(3), forbidden)));
        Model masking = net.build(allowed);
        Pruner cutter = Pruner.of(ChannelGroups.of(masking.graph()));
        PruningPlan listed = new PruningPlan(Map.of("stem.weight", Longs.of(0)));
        PruningPlan other = new PruningPlan(Map.of("stem.weight", Longs.of(1)));
        PlanFile list = PlanFile.of("", cutter.groups(), listed);

        Model right = cutter.model(masking.weights(), listed);
        Model wrong = cutter.model(masking.weights(), other);
        assertThat(PruneVerification.verify(runtime, masking, right, list, 3, Map.of(), 1)
                        .passed())
                .isTrue();
        assertThat(PruneVerification.verify(runtime, masking, wrong, list, 3, Map.of(), 1)
                        .passed())
                .isFalse();
    }

    @Test
    void aNetworkThatIsRandomIsRefused() {
        NetworkBuilder net = new NetworkBuilder(4, 17);
        String stem = net.relu(net.convolution("stem", net.input(3, 8, 8), 3, 4, 3, 1, 1));
        String half = net.weight("ratio", Tensor.ofFloats(Longs.of(), new float[] {0.5f}));
        net.graph().constant("training", new IntegerConstant(DataType.BOOL, Longs.of(), Longs.of(1)));
        String kept = net.node(new Operator.Opaque("", "Dropout", Map.of(), List.of()), stem, half, "training");
        Model noisy = net.build(net.classifier(kept, 4, 10));
        PlanFile nothing = PlanFile.of("", ChannelGroups.of(noisy.graph()), PruningPlan.nothing());

        assertThatThrownBy(() -> PruneVerification.verify(runtime, noisy, noisy, nothing, 0, Map.of(), 1))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("differ from run to run");
    }

    @Test
    void aTensorThatTheModelDoesNotComputeIsRefused() {
        PlanFile other = new PlanFile("", Map.of("nowhere", Map.of(1, Longs.of(0))), Map.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruneVerification.verify(runtime, model, model, other, 0, Map.of(), 1))
                .withMessageContaining("nowhere");
    }
}
