package io.espalier.zoo.lowrank;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.AutoPad;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.ChannelNetworks;
import io.espalier.zoo.testing.Feeds;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.testing.ReferenceCase;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Factors of full rank compute what the layers compute, in ONNX Runtime. */
class LowRankIT {
    private final InferenceRuntime runtime = OnnxRuntime.open();

    static Stream<Arguments> formsAndSeeds() {
        return Stream.of(LowRankForm.values())
                .flatMap(form -> LongStream.range(0, 8).mapToObj(seed -> Arguments.of(form, seed)));
    }

    private Model requireExactAtFullRank(Model model, LowRankForm form) {
        LowRank lowRank = LowRank.of(model, Set.of(form));
        List<LowRank.Choice> full = lowRank.layers().stream()
                .map(layer -> new LowRank.Choice(layer, layer.fullRank()))
                .toList();
        Model factored = lowRank.factored(full);
        assertThat(full).isNotEmpty();
        assertThat(factored.graph().nodes()).hasSize(model.graph().nodes().size() + full.size());
        Map<String, Tensor> feeds = Feeds.of(model.graph(), 3, 5);
        try (InferenceSession before = runtime.open(model, SessionOptions.of(1).unoptimized());
                InferenceSession after =
                        runtime.open(factored, SessionOptions.of(1).unoptimized())) {
            Map<String, Tensor> outputs = after.run(feeds);
            before.run(feeds).forEach((output, reference) -> ReferenceCase.assertClose(outputs.get(output), reference));
        }
        return factored;
    }

    @ParameterizedTest
    @MethodSource("formsAndSeeds")
    void residualNetworksComputeTheSame(LowRankForm form, long seed) {
        requireExactAtFullRank(RandomNetworks.residual(seed), form);
    }

    @ParameterizedTest
    @EnumSource(ChannelNetworks.Family.class)
    void networksOfAllFamiliesComputeTheSame(ChannelNetworks.Family family) {
        requireExactAtFullRank(ChannelNetworks.of(family, 1), LowRankForm.CHANNEL);
    }

    static Stream<Arguments> convolutions() {
        return Stream.of(
                Arguments.of(
                        "strides of its own", Longs.of(2, 1), Longs.of(1, 2, 1, 2), Longs.of(1, 1), 1, AutoPad.NOTSET),
                Arguments.of("uneven pads", Longs.of(1, 3), Longs.of(0, 1, 2, 3), Longs.of(1, 1), 2, AutoPad.NOTSET),
                Arguments.of("dilated", Longs.of(1, 1), Longs.of(2, 6, 2, 6), Longs.of(2, 3), 1, AutoPad.NOTSET),
                Arguments.of("same, upper", Longs.of(2, 2), Longs.of(), Longs.of(1, 1), 1, AutoPad.SAME_UPPER),
                Arguments.of("same, lower", Longs.of(1, 2), Longs.of(), Longs.of(1, 1), 4, AutoPad.SAME_LOWER),
                Arguments.of("valid", Longs.of(1, 2), Longs.of(), Longs.of(), 1, AutoPad.VALID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("convolutions")
    void anyConvolutionOfThreeByFive(
            String name, Longs strides, Longs pads, Longs dilations, int groups, AutoPad autoPad) {
        for (LowRankForm form : LowRankForm.values()) {
            NetworkBuilder net = new NetworkBuilder(3, 17);
            String in = net.input(8, 11, 13);
            Operator convolution = new Operator.Convolution(
                    false, Longs.of(3, 5), strides, pads, dilations, groups, autoPad, Longs.of());
            String out =
                    net.node(convolution, in, net.weight("w", -1, 1, 12, 8 / groups, 3, 5), net.weight("b", -1, 1, 12));

            requireExactAtFullRank(net.build(out), form);
        }
    }

    static Stream<Operator> products() {
        return Stream.of(
                new Operator.Gemm(false, true, 1, 1), new Operator.Gemm(false, false, .5f, -2), new Operator.MatMul());
    }

    @ParameterizedTest
    @MethodSource("products")
    void denseLayers(Operator operator) {
        boolean outputsFirst = operator instanceof Operator.Gemm gemm && gemm.transposeB();
        NetworkBuilder net = new NetworkBuilder(4, 17);
        String in = net.input(7);
        String weight = outputsFirst ? net.weight("w", -1, 1, 5, 7) : net.weight("w", -1, 1, 7, 5);
        String out = operator instanceof Operator.Gemm
                ? net.node(operator, in, weight, net.weight("b", -1, 1, 5))
                : net.node(operator, in, weight);

        requireExactAtFullRank(net.build(out), LowRankForm.CHANNEL);
    }

    @ParameterizedTest
    @EnumSource
    void aWeightOfRankTwoNeedsNoMore(LowRankForm form) {
        NetworkBuilder net = new NetworkBuilder(5, 17);
        String in = net.input(6, 9, 9);
        float[] values = new float[10 * 6 * 3 * 3];
        for (int i = 0; i < values.length; i++) {
            int output = i / 54;
            int input = i / 9 % 6;
            int row = i / 3 % 3;
            int column = i % 3;
            values[i] = (1 + output) * (2 - input) * (1 - row) * (.5f + column)
                    + (3 - output) * (1 + input % 2) * (row * row) * (2 - column);
        }
        String weight = net.weight("w", Tensor.ofFloats(Longs.of(10, 6, 3, 3), values));
        Model model = net.build(net.node(Operator.Convolution.of(3, 1, 1, 1), in, weight));
        LowRank lowRank = LowRank.of(model, Set.of(form));
        LowRankLayer layer = lowRank.layers().get(0);

        assertThat(layer.energy(1)).isLessThan(.9999);
        assertThat(layer.energy(2)).isGreaterThan(1 - 1e-9);
        Model factored = lowRank.factored(List.of(new LowRank.Choice(layer, 2)));
        Map<String, Tensor> feeds = Feeds.of(model.graph(), 2, 1);
        try (InferenceSession before = runtime.open(model, SessionOptions.of(1));
                InferenceSession after = runtime.open(factored, SessionOptions.of(1))) {
            String output = model.graph().outputs().get(0).name();
            ReferenceCase.assertClose(
                    after.run(feeds).get(output), before.run(feeds).get(output));
        }
    }
}
