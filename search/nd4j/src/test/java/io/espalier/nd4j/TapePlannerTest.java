package io.espalier.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.transform.ConstantFolding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TapePlannerTest {

    @Test
    void aResidualNetworkIsConvolutionsAndFusedPasses() {
        TapePlan plan = TapePlanner.plan(ResNet.cifar(3, 10).graph());

        assertThat(plan.refusals()).isEmpty();
        assertThat(count(plan, Step.Convolve.class)).isEqualTo(22);
        // One pass for each of the 21 normalizations, with the sums and ReLUs that follow.
        assertThat(count(plan, Step.Fuse.class)).isEqualTo(21);
        assertThat(plan.steps()).hasSize(44);
    }

    private static long count(TapePlan plan, Class<? extends Step> kind) {
        return plan.steps().stream().filter(kind::isInstance).count();
    }

    @Test
    void aValueThatOthersReadIsNotFusedAway() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String normalized = net.batchNorm("n", net.convolution("c", net.input(3, 8, 8), 3, 4, 3, 1, 1), 4);
        String sum = net.add(net.relu(normalized), normalized);
        TapePlan plan = TapePlanner.plan(net.build(net.classifier(sum, 4, 2)).graph());

        assertThat(count(plan, Step.Fuse.class)).isEqualTo(3);
        assertThat(plan.sizes()).containsKey(normalized);
    }

    @Test
    void refusalNamesEveryOperatorThatCannotBeTrained() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String x = net.convolution("c", net.input(3, 8, 8), 3, 4, 3, 1, 1);
        String gate = net.node(Operator.Activation.of(Operator.Activation.Kind.SIGMOID), x);
        String scaled = net.node(new Operator.Elementwise(Operator.Elementwise.Kind.MUL), x, gate);
        ModelGraph graph = net.build(net.classifier(scaled, 4, 2)).graph();

        Optional<String> refusal = new Nd4jTrainingEngine().refusal(graph);

        assertThat(refusal.orElseThrow())
                .isEqualTo(
                        "The ND4J engine cannot train this network: Sigmoid (node0), Mul (node1).\nMaybe fold its constants first, or search without tuning.");
    }

    @Test
    void aDilatedConvolutionIsRefused() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        Operator.Convolution dilated = new Operator.Convolution(
                false,
                Longs.repeat(3, 2),
                Longs.repeat(1, 2),
                Longs.repeat(2, 4),
                Longs.repeat(2, 2),
                1,
                Operator.AutoPad.NOTSET,
                Longs.of());
        String x = net.node(dilated, net.input(3, 8, 8), net.weight("w", -1, 1, 4, 3, 3, 3));
        TapePlan plan = TapePlanner.plan(net.build(net.classifier(x, 4, 2)).graph());

        assertThat(plan.refusals()).isEqualTo(List.of("a dilated convolution (node0)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/resnet20h-cifar10.onnx",
                "models/resnet20-cifar10.onnx",
                "models/resnet56-cifar10.onnx",
                "conformance/resnet20_basic.onnx",
                "conformance/resnet_bottleneck.onnx",
                "conformance/resnext.onnx",
                "conformance/mobilenetv2.onnx",
                "conformance/densenet.onnx",
                "conformance/squeezenet.onnx",
                "conformance/googlenet.onnx"
            })
    void theSampleNetworksCanBeTrained(String file) {
        ModelGraph graph =
                ConstantFolding.fold(OnnxReader.read(SharedFiles.path(file)).graph());

        assertThat(TapePlanner.plan(graph).refusals()).isEmpty();
    }
}
