package io.espalier.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.transform.ConstantFolding;
import io.espalier.zoo.weights.Tensor;
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
        assertThat(plan.forms()).containsKey(normalized);
    }

    @Test
    void refusalNamesEveryOperatorThatCannotBeTrained() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String x = net.convolution("c", net.input(3, 8, 8), 3, 4, 3, 1, 1);
        String steps = net.node(Operator.Activation.of(Operator.Activation.Kind.ROUND), x);
        String odd = net.node(new Operator.Elementwise(Operator.Elementwise.Kind.MOD), x, x);
        ModelGraph graph = net.build(net.classifier(net.add(steps, odd), 4, 2)).graph();

        Optional<String> refusal = new Nd4jTrainingEngine().refusal(graph);

        assertThat(refusal.orElseThrow())
                .isEqualTo(
                        "The ND4J engine cannot train this network: Round (node0), Mod (node1).\nMaybe fold its constants first, or search without tuning.");
    }

    @Test
    void storedIntegersAreRefused() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String input = net.input(3, 8, 8);
        net.weight("w", Tensor.ofBytes(DataType.INT8, Longs.of(4, 3, 1, 1), new byte[12]));
        net.weight("zero", Tensor.ofBytes(DataType.INT8, Longs.of(), (byte) 0));
        String weight = net.node(new Operator.Dequantize(0), "w", net.weight("step", 1, 1), "zero");
        String x = net.node(Operator.Convolution.of(1, 1, 0, 1), input, weight);
        ModelGraph graph = net.build(net.classifier(x, 4, 2)).graph();

        assertThat(TapePlanner.plan(graph).refusals()).containsExactly("DequantizeLinear of stored integers (node0)");
    }

    @Test
    void aRoundedWeightIsNoStepAndARoundedActivationIsOne() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String input = net.input(3, 8, 8);
        net.weight("zero", Tensor.ofBytes(DataType.INT8, Longs.of(), (byte) 0));
        net.weight("step", Tensor.ofFloats(Longs.of(), .1f));
        String weight = pair(net, net.weight("w", -1, 1, 4, 3, 3, 3));
        String x = net.node(Operator.Convolution.of(3, 1, 1, 1), pair(net, input), weight);
        TapePlan plan =
                TapePlanner.plan(net.build(net.classifier(net.relu(x), 4, 2)).graph());

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.quantizedWeights()).containsOnlyKeys(weight);
        assertThat(count(plan, Step.Quantize.class)).isEqualTo(1);
        assertThat(plan.steps()).hasSize(5);
    }

    private static String pair(NetworkBuilder net, String value) {
        String codes = net.node(new Operator.Quantize(0), value, "step", "zero");
        return net.node(new Operator.Dequantize(0), codes, "step", "zero");
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
                "conformance/googlenet.onnx",
                "conformance/mobilenetv3.onnx",
                "conformance/shufflenetv2.onnx",
                "conformance/vit.onnx"
            })
    void theSampleNetworksCanBeTrained(String file) {
        ModelGraph graph =
                ConstantFolding.fold(OnnxReader.read(SharedFiles.path(file)).graph());

        assertThat(TapePlanner.plan(graph).refusals()).isEmpty();
    }
}
