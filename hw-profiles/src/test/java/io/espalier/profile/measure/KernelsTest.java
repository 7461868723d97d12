package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.Kernel;
import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.transform.ExportForm;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    private static ModelGraph block() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.relu(net.convolution("stem", net.input(3, 32, 32), 3, 16, 3, 1, 1));
        String inner = net.relu(net.convolution("conv1", stem, 16, 8, 3, 1, 1));
        String sum = net.relu(net.add(net.convolution("conv2", inner, 8, 16, 3, 1, 1), stem));
        return net.build(net.classifier(sum, 16, 10)).graph();
    }

    private static List<String> texts(ModelGraph graph, Precision precision) {
        return Kernels.of(graph, precision).stream()
                .map(kernel -> kernel.key().toString())
                .toList();
    }

    @Test
    void aFloatConvolutionTakesAdditionAndActivationAlong() {
        assertThat(texts(block(), Precision.FP32))
                .containsExactly(
                        "conv+relu 3>16 32x32 k3x3 p1,1,1,1 plain fp32",
                        "conv+relu 16>8 32x32 k3x3 p1,1,1,1 fp32",
                        "conv+add+relu 8>16 32x32 k3x3 p1,1,1,1 fp32",
                        "globalavgpool 16>16 32x32 fp32",
                        "flatten 0>0 - fp32",
                        "gemm 16>10 - fp32");
    }

    @Test
    void anAdditionInEightBitsIsAKernelOfItsOwn() {
        assertThat(texts(block(), Precision.INT8))
                .containsExactly(
                        "conv+relu 3>16 32x32 k3x3 p1,1,1,1 int8",
                        "conv+relu 16>8 32x32 k3x3 p1,1,1,1 int8",
                        "conv 8>16 32x32 k3x3 p1,1,1,1 int8",
                        "add+relu 16>16 32x32 int8",
                        "globalavgpool 16>16 32x32 int8",
                        "flatten 0>0 - int8",
                        "gemm 16>10 - int8");
    }

    @Test
    void whatLeavesTheBlockedLayoutIsNotFused() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.convolution("stem", net.input(3, 32, 32), 3, 16, 3, 1, 1);
        String slice = net.node(
                new Operator.Slice(), stem, net.integers(0), net.integers(32), net.integers(2), net.integers(2));
        String half = net.convolution("half", stem, 16, 16, 3, 1, 1);
        String rows = net.node(
                new Operator.Slice(), half, net.integers(0), net.integers(32), net.integers(2), net.integers(2));
        ModelGraph graph = net.build(net.convolution("last", net.add(slice, rows), 16, 8, 1, 1, 1))
                .graph();
        assertThat(texts(graph, Precision.FP32))
                .contains("slice 16>16 32x32 to16x32 fp32", "add 16>16 16x32 fp32", "conv 16>8 16x32 k1x1 plain fp32");
    }

    @Test
    void aDepthwiseConvolutionIsAKindOfItsOwn() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        ModelGraph graph = net.build(net.convolution(
                        "a", net.convolution("b", net.input(16, 8, 8), 16, 16, 3, 1, 16), 16, 32, 3, 2, 4))
                .graph();
        assertThat(texts(graph, Precision.FP32))
                .containsExactly(
                        "dwconv 16>16 8x8 k3x3 p1,1,1,1 plain fp32", "conv 16>32 8x8 k3x3 s2x2 p1,1,1,1 g4 fp32");
    }

    @Test
    void aFunctionOfSeveralNodesIsOneKernel() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String sum = net.add(net.input(6, 32), net.weight("bias", -1, 1, 32));
        Operator div = new Operator.Elementwise(Operator.Elementwise.Kind.DIV);
        Operator mul = new Operator.Elementwise(Operator.Elementwise.Kind.MUL);
        String erf = net.node(
                Operator.Activation.of(Operator.Activation.Kind.ERF),
                net.node(div, sum, net.weight("root", 1.41421356, 1.41421356, 1)));
        String product = net.node(mul, sum, net.add(erf, net.weight("one", 1, 1, 1)));
        ModelGraph graph =
                net.build(net.node(mul, product, net.weight("half", .5, .5, 1))).graph();
        assertThat(texts(graph, Precision.FP32)).containsExactly("add+gelu 6>6 32 broadcast fp32");
        assertThat(Kernels.of(
                        graph,
                        ShapeInference.infer(graph),
                        node -> Precision.FP32,
                        new RuntimeFacts("onnxruntime", "1.20.0")))
                .extracting(kernel -> kernel.key().toString())
                .containsExactly("add 6>6 32 broadcast fp32", "gelu 6>6 32 fp32");
    }

    @Test
    void whatAVersionDoesNotFuseIsAKernelOfItsOwn() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String dense = net.classifier(net.input(16, 4, 4), 16, 10);
        String bounded = net.node(
                Operator.Activation.of(Operator.Activation.Kind.CLIP),
                dense,
                net.weight("low", 0, 0, 1),
                net.weight("high", 6, 6, 1));
        assertThat(texts(net.build(bounded).graph(), Precision.FP32))
                .endsWith("gemm 16>10 - fp32", "clip 10>10 - fp32");
    }

    @Test
    void aReluBeforeEightBitsIsTheirRange() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String in = net.input(16, 8, 8);
        String relu = net.relu(net.batchNorm("norm", net.node(Operator.Pool.globalAverage(), in), 16));
        ModelGraph graph =
                net.build(net.convolution("conv", relu, 16, 16, 1, 1, 1)).graph();
        assertThat(texts(graph, Precision.INT8)).contains("batchnormalization+relu 16>16 1x1 fp32");
        assertThat(texts(graph, Precision.FP32)).contains("batchnormalization 16>16 1x1 fp32", "relu 16>16 1x1 fp32");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachNodeIsInExactlyOneKernel(long seed) {
        ModelGraph graph = ExportForm.of(RandomNetworks.residual(seed).graph());
        for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
            List<String> covered = Kernels.of(graph, precision).stream()
                    .map(Kernel::nodes)
                    .flatMap(List::stream)
                    .toList();
            assertThat(covered)
                    .containsExactlyInAnyOrderElementsOf(
                            graph.nodes().stream().map(Node::name).toList());
        }
    }
}
