package io.espalier.zoo.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportanceTest {

    /** Two inputs, three hidden units, one output; biases must not count. */
    private static Model perceptron() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String in = net.input("x", DataType.FLOAT, Shape.of(1, 2));
        String up = net.weight("up", Tensor.ofFloats(Longs.of(2, 3), 1, 2, -3, 1, -4, 5));
        String bias = net.weight("bias", Tensor.ofFloats(Longs.of(3), 100, 0, 0));
        String hidden = net.node(new Operator.Gemm(false, false, 1, 1), in, up, bias);
        String down = net.weight("down", Tensor.ofFloats(Longs.of(3, 2), 6, 0, 3, 3, 1, -1));
        return net.build(net.node(new Operator.MatMul(), hidden, down));
    }

    private static double[] scores(Importance importance, Model model, String group) {
        ChannelGroup found = ChannelGroups.of(model.graph()).group(group).orElseThrow();
        return importance.scores(model, ChannelGroups.of(model.graph())).get(found.id());
    }

    @Test
    void l1IsTheMeanAbsoluteWeightOverCoupledSlices() {
        double[] scores = scores(Importance.of("l1", 0), perceptron(), "up");

        // Columns of up: 1, 3, 4, mean 8/3; rows of down: 3, 3, 1, mean 7/3.
        double[] expected = {
            (1 / (8.0 / 3) + 3 / (7.0 / 3)) / 2,
            (3 / (8.0 / 3) + 3 / (7.0 / 3)) / 2,
            (4 / (8.0 / 3) + 1 / (7.0 / 3)) / 2
        };
        assertThat(scores).containsExactly(expected, within(1e-12));
    }

    @Test
    void l2IsTheRootMeanSquareOverCoupledSlices() {
        double[] scores = scores(Importance.of("l2", 0), perceptron(), "up");

        double[] up = {1, Math.sqrt(10), Math.sqrt(17)};
        double[] down = {Math.sqrt(18), 3, 1};
        double meanUp = (up[0] + up[1] + up[2]) / 3;
        double meanDown = (down[0] + down[1] + down[2]) / 3;
        for (int unit = 0; unit < 3; unit++) {
            assertThat(scores[unit]).isCloseTo((up[unit] / meanUp + down[unit] / meanDown) / 2, within(1e-12));
        }
    }

    @Test
    void bnScaleIsTheAbsoluteScale() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String conv = net.convolution("conv", net.input(3, 4, 4), 3, 3, 1, 1, 1);
        String normal = net.node(
                Operator.Normalization.batch(1e-5f),
                conv,
                net.weight("scale", Tensor.ofFloats(Longs.of(3), -3, 2, 1)),
                net.weight("bias", -1, 1, 3),
                net.weight("mean", -1, 1, 3),
                net.weight("var", 1, 2, 3));
        Model model = net.build(net.classifier(normal, 3, 10));

        assertThat(scores(Importance.of("bn-scale", 0), model, "conv.weight"))
                .containsExactly(new double[] {1.5, 1, 0.5}, within(1e-12));
    }

    @Test
    void bnScaleRefusesAModelWithoutBatchNormalization() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores(Importance.of("bn-scale", 0), perceptron(), "up"))
                .withMessageContaining("bn-scale")
                .withMessageContaining("\nMaybe");
    }

    /** Evidence as given. */
    private record Given(ActivationEvidence activity, GradientEvidence slopes) implements Evidence {
        @Override
        public String description() {
            return "given";
        }

        @Override
        public ActivationEvidence activations(Model model, ChannelGroups groups) {
            return activity;
        }

        @Override
        public GradientEvidence gradients(Model model, ChannelGroups groups) {
            return slopes;
        }
    }

    private static Evidence active(String value, double[] squares, double[] nonZeros) {
        ActivationEvidence.Place place = new ActivationEvidence.Place(value, 1);
        return new Given(
                new ActivationEvidence(Map.of(place, ChannelActivity.of(squares, nonZeros))),
                new GradientEvidence(Map.of(), Map.of()));
    }

    @Test
    void lampIsTheShareInAllThatIsNotSmaller() {
        double[] scores = scores(Importance.of("lamp", 0), perceptron(), "up");

        // Mean squares of the columns of up: 1, 10, 17; of the rows of down: 18, 9, 1.
        double[] own = {(1.0 / 28 + 1) / 2, (10.0 / 27 + 9.0 / 27) / 2, (1 + 1.0 / 28) / 2};
        double mean = (own[0] + own[1] + own[2]) / 3;
        assertThat(scores).containsExactly(new double[] {own[0] / mean, own[1] / mean, own[2] / mean}, within(1e-12));
    }

    @Test
    void activationNormIsTheNormTimesTheWeightsThatReadIt() {
        Evidence evidence = active("node0_out", new double[] {4, 9, 36}, new double[] {1, 1, 1});

        double[] scores = scores(Importance.of("activation-norm", 0, evidence), perceptron(), "up");

        // Norms 2, 3, 6 times absolute rows of down 6, 6, 2.
        assertThat(scores).containsExactly(new double[] {12 / 14.0, 18 / 14.0, 12 / 14.0}, within(1e-12));
    }

    @Test
    void apozIsTheShareOfActivationsThatAreNotZero() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String in = net.input("x", DataType.FLOAT, Shape.of(1, 2));
        String hidden = net.node(new Operator.MatMul(), in, net.weight("up", -1, 1, 2, 3));
        String positive = net.relu(hidden);
        Model model = net.build(net.node(new Operator.MatMul(), positive, net.weight("down", -1, 1, 3, 2)));
        Evidence evidence = active(positive, new double[] {1, 1, 1}, new double[] {8, 4, 0});

        assertThat(scores(Importance.of("apoz", 0, evidence), model, "up"))
                .containsExactly(new double[] {2, 1, 0}, within(1e-12));
    }

    @Test
    void apozRefusesAModelWithoutZeros() {
        Evidence evidence = active("node0_out", new double[] {1, 1, 1}, new double[] {1, 1, 1});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores(Importance.of("apoz", 0, evidence), perceptron(), "up"))
                .withMessageContaining("apoz")
                .withMessageContaining("\nMaybe");
    }

    /** Two minibatches; the second has gradients of down alone. */
    private static Evidence sloping() {
        Model model = perceptron();
        GradientEvidence.Collector collector = GradientEvidence.collector(model, ChannelGroups.of(model.graph()));
        collector.add(Map.of(
                "up", Tensor.ofFloats(Longs.of(2, 3), 1, 0, 1, 0, 1, 1),
                "bias", Tensor.ofFloats(Longs.of(3), 0.25f, 0, 0),
                "down", Tensor.ofFloats(Longs.of(3, 2), 0, 1, 1, 1, 2, 0)));
        collector.add(Map.of("down", Tensor.ofFloats(Longs.of(3, 2), 1, 0, 0, 0, 0, 0)));
        return new Given(new ActivationEvidence(Map.of()), collector.evidence());
    }

    @Test
    void taylorIsTheSquareOfTheSumOfWeightTimesGradient() {
        double[] scores = scores(Importance.of("taylor", 0, sloping()), perceptron(), "up");

        // First minibatch: 1 + 25 + 0, -4 + 0 + 6, 2 + 0 + 2; second: 6, 0, 0.
        double[] own = {(26 * 26 + 6 * 6) / 2.0, 2 * 2 / 2.0, 4 * 4 / 2.0};
        double mean = (own[0] + own[1] + own[2]) / 3;
        assertThat(scores).containsExactly(new double[] {own[0] / mean, own[1] / mean, own[2] / mean}, within(1e-12));
    }

    @Test
    void fisherIsTheSumOfSquaresOfWeightTimesGradient() {
        double[] scores = scores(Importance.of("fisher", 0, sloping()), perceptron(), "up");

        // First minibatch: 1 + 625, 16 + 9 + 9, 9 + 25 + 4; second: 36, 0, 0.
        double[] own = {(626 + 36) / 2.0, 34 / 2.0, 38 / 2.0};
        double mean = (own[0] + own[1] + own[2]) / 3;
        assertThat(scores).containsExactly(new double[] {own[0] / mean, own[1] / mean, own[2] / mean}, within(1e-12));
    }

    @Test
    void fpgmIsTheSumOfDistancesToTheOtherFilters() {
        double[] scores = scores(Importance.of("fpgm", 0), perceptron(), "up");

        // Columns of up: (1, 1), (2, -4), (-3, 5).
        double[] sums = {Math.sqrt(26) + Math.sqrt(32), Math.sqrt(26) + Math.sqrt(106), Math.sqrt(32) + Math.sqrt(106)};
        double mean = (sums[0] + sums[1] + sums[2]) / 3;
        assertThat(scores)
                .containsExactly(new double[] {sums[0] / mean, sums[1] / mean, sums[2] / mean}, within(1e-12));
    }

    @Test
    void randomFollowsFromSeedAndGroup() {
        double[] scores = scores(Importance.of("random", 7), perceptron(), "up");

        assertThat(scores(Importance.of("random", 7), perceptron(), "up")).isEqualTo(scores);
        assertThat(scores(Importance.of("random", 8), perceptron(), "up")).isNotEqualTo(scores);
    }

    @ParameterizedTest
    @ValueSource(strings = {"l1", "l2", "bn-scale", "fpgm", "random"})
    void everyNameIsKnown(String name) {
        assertThat(Importance.of(name, 0).name()).isEqualTo(name);
        assertThat(Importance.NAMES).contains(name);
    }

    @Test
    void anotherNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Importance.of("l3", 0))
                .withMessageContaining("l3")
                .withMessageContaining("bn-scale");
    }
}
