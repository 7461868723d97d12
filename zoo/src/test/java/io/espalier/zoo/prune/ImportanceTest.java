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
