package io.espalier.zoo.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxRuntimeIT {
    private static final SessionOptions ONE_THREAD = SessionOptions.of(1);
    private static final TensorType ROWS = TensorType.floats(new Shape(List.of(Dim.symbol("N"), Dim.of(2))));

    private final InferenceRuntime runtime = OnnxRuntime.open();

    @Test
    void knowsItsNameAndVersion() {
        assertThat(runtime.name()).isEqualTo("onnxruntime");
        assertThat(runtime.version()).matches("\\d+\\.\\d+\\.\\d+");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "FLOAT16", "INT64", "INT32", "INT16", "INT8", "UINT8", "BOOL"})
    void tensorsOfThisTypeGoInAndOut(DataType type) {
        TensorType row = new TensorType(type, Shape.of(2));
        Model model = new Model(
                ModelGraph.builder("identity")
                        .input("x", row)
                        .output("y", row)
                        .node("copy", Operator.Activation.of(Operator.Activation.Kind.IDENTITY), List.of("x"), "y")
                        .build(),
                Weights.empty());
        byte[] bytes = new byte[(int) type.bytes(2)];
        bytes[bytes.length - 1] = 1;
        Tensor tensor = Tensor.of(type, Longs.of(2), ByteBuffer.wrap(bytes));

        try (InferenceSession session = runtime.open(model, ONE_THREAD)) {
            assertThat(session.inputs()).containsExactly(new GraphValue("x", row));
            assertThat(session.run(Map.of("x", tensor))).isEqualTo(Map.of("y", tensor));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 22, 23})
    void aNetworkComputesTheSameInEveryOperatorSet(int opset) {
        Model model = RandomNetworks.residual(5, true);
        Model other = OnnxReader.parse(OnnxWriter.bytes(new Model(
                model.graph().toBuilder()
                        .opset("", opset)
                        .irVersion(opset < 22 ? 8 : 11)
                        .build(),
                model.weights())));
        Map<String, Tensor> image = Map.of("input", Tensor.ofFloats(Longs.of(1, 3, 16, 16), wave(768)));

        try (InferenceSession usual = runtime.open(model, ONE_THREAD);
                InferenceSession session = runtime.open(other, ONE_THREAD)) {
            assertThat(session.run(image)).isEqualTo(usual.run(image));
        }
    }

    private static float[] wave(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) Math.sin(i);
        }
        return values;
    }

    @Test
    void computesTheWantedOutputsOnly() {
        try (InferenceSession session = runtime.open(sumAndDouble(), ONE_THREAD)) {
            Map<String, Tensor> feeds = Map.of("x", rows(1, 2), "y", rows(10, 20));

            assertThat(session.run(feeds)).isEqualTo(Map.of("sum", rows(11, 22), "double", rows(22, 44)));
            assertThat(session.run(feeds, Set.of("double"))).isEqualTo(Map.of("double", rows(22, 44)));
            assertThat(session.outputs()).extracting(GraphValue::name).containsExactly("sum", "double");
            assertThatThrownBy(() -> session.run(feeds, Set.of("half")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The model (sums) has the outputs [sum, double]; wanted are [half].");
        }
    }

    @Test
    void refusesFeedsThatDoNotFit() {
        try (InferenceSession session = runtime.open(sumAndDouble(), ONE_THREAD)) {
            assertThatThrownBy(() -> session.run(Map.of("x", rows(1, 2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The model (sums) needs the input (y), but gets only [x].");
            assertThatThrownBy(() ->
                            session.run(Map.of("x", rows(1, 2), "y", Tensor.ofFloats(Longs.of(1, 3), 1, 2, 3))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The input (y) of the model (sums) is FLOAT[N×2], but gets FLOAT[1, 3].");
            assertThatThrownBy(() -> session.prepare(Map.of("x", rows(1, 2), "y", Tensor.ofInts(Longs.of(1, 2), 1, 2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The input (y) of the model (sums) is FLOAT[N×2], but gets INT32[1, 2].");
            assertThatThrownBy(() -> session.run(Map.of("x", rows(1, 2, 3, 4), "y", rows(1, 2, 3, 4, 5, 6))))
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageStartingWith("ONNX Runtime cannot run the model (sums) on these inputs: ");
        }
    }

    @Test
    void runsFromSeveralThreadsAtOnce() {
        try (InferenceSession session = runtime.open(sumAndDouble(), ONE_THREAD)) {
            List<Tensor> sums = IntStream.range(0, 200)
                    .parallel()
                    .mapToObj(i -> session.run(Map.of("x", rows(i, 1), "y", rows(1, i)), Set.of("sum"))
                            .get("sum"))
                    .toList();

            assertThat(sums)
                    .isEqualTo(IntStream.range(0, 200)
                            .mapToObj(i -> rows(i + 1, i + 1))
                            .toList());
        }
    }

    @Test
    void repeatsAPreparedRun() {
        try (InferenceSession session = runtime.open(sumAndDouble(), ONE_THREAD);
                PreparedRun prepared = session.prepare(Map.of("x", rows(1, 2), "y", rows(3, 4)))) {
            for (int i = 0; i < 100; i++) {
                prepared.run();
            }
        }
    }

    @Test
    void workersOfASessionSleepSoonAfterARun() throws InterruptedException {
        try (InferenceSession session = runtime.open(sumAndDouble(), SessionOptions.of(2));
                PreparedRun prepared = session.prepare(Map.of("x", rows(1, 2), "y", rows(3, 4)))) {
            prepared.warm(System::nanoTime);
            Thread.sleep(20);
            long before = processorNanos();
            Thread.sleep(400);

            assertThat(processorNanos() - before).isLessThan(300_000_000);
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    @Test
    void profilesEveryNodeInEveryRun() {
        Map<String, Tensor> feeds = Map.of("x", rows(1, 2), "y", rows(3, 4));

        List<NodeTiming> timings = runtime.profile(sumAndDouble(), feeds, 1, 3, 5);

        assertThat(timings).extracting(NodeTiming::operator).containsExactly("Add", "Add");
        assertThat(timings).extracting(NodeTiming::node).containsExactly("add", "again");
        assertThat(timings)
                .allSatisfy(timing -> assertThat(timing.microsPerRun()).hasSize(5));
    }

    @Test
    void aNodeWithoutAnImplementationIsRefused() {
        Model model = oneNode(new Operator.Opaque("", "NoSuchOperator", Map.of(), List.of()));

        assertThatThrownBy(() -> runtime.open(model, ONE_THREAD))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("ONNX Runtime refuses the model (one): ")
                .hasMessageContaining("NoSuchOperator")
                .hasMessageContaining("\nMaybe ");
    }

    @Test
    void aTypeWithoutAKernelIsAGap() {
        TensorType image = new TensorType(DataType.DOUBLE, Shape.of(1, 1, 3, 3));
        Model model = new Model(
                ModelGraph.builder("doubles")
                        .input("x", image)
                        .output("y", image)
                        .node("conv", Operator.Convolution.of(3, 1, 1, 1), List.of("x", "x"), "y")
                        .build(),
                Weights.empty());

        assertThatThrownBy(() -> runtime.open(model, ONE_THREAD))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageStartingWith("ONNX Runtime has no kernel for the model (doubles): ");
    }

    @Test
    void aBrokenFileIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.onnx"), "no model");

        assertThatThrownBy(() -> runtime.open(file, ONE_THREAD))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("ONNX Runtime refuses the model (%s): ", file);
        assertThatThrownBy(() -> runtime.open(folder.resolve("none.onnx"), ONE_THREAD))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("There is no model file (%s).\nMaybe ", folder.resolve("none.onnx"));
    }

    private static Tensor rows(float... values) {
        return Tensor.ofFloats(Longs.of(values.length / 2, 2), values);
    }

    private static Model sumAndDouble() {
        Operator add = new Operator.Elementwise(Operator.Elementwise.Kind.ADD);
        ModelGraph graph = ModelGraph.builder("sums")
                .input("x", ROWS)
                .input("y", ROWS)
                .output("sum", ROWS)
                .output("double", ROWS)
                .node("add", add, List.of("x", "y"), "sum")
                .node("again", add, List.of("sum", "sum"), "double")
                .build();
        return new Model(graph, Weights.empty());
    }

    private static Model oneNode(Operator operator) {
        ModelGraph graph = ModelGraph.builder("one")
                .input("x", ROWS)
                .output("y", ROWS)
                .constant("i", IntegerConstant.vector(1))
                .node("node", operator, List.of("x"), "y")
                .build();
        return new Model(graph, Weights.empty());
    }
}
