package io.espalier.zoo.onnx;

import static io.espalier.zoo.onnx.Protos.floats;
import static io.espalier.zoo.onnx.Protos.node;
import static io.espalier.zoo.onnx.Protos.value;
import static io.espalier.zoo.onnx.Protos.whole;
import static io.espalier.zoo.onnx.Protos.wholes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenFilesTest {
    private static final byte[] GOOD = Protos.file(
                    17,
                    Protos.graph(node("Conv", "x w", "h", wholes("pads", 1L, 1L, 1L, 1L)), node("Relu", "h", "y"))
                            .addInitializer(Protos.tensor("w", DataType.FLOAT, 1, 1, 3, 3)
                                    .addAllFloatData(java.util.Collections.nCopies(9, 0.5f))))
            .build()
            .toByteArray();

    @TempDir
    Path folder;

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("none.onnx");

        assertThatThrownBy(() -> OnnxReader.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("""
                        The model file (%s): There is no such file.
                        Maybe the name is misspelt, or relative to another folder.""", file);
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.onnx"));

        assertThatThrownBy(() -> OnnxReader.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("""
                        The model file (%s): There is nothing in it (0 bytes).
                        Maybe copy the model again.""", file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"accuracy\": 0.9}", "Not a model at all.\n", "PK\u0003\u0004"})
    void anotherKindOfFileIsRefused(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("other.onnx"), content, StandardCharsets.UTF_8);

        assertThatThrownBy(() -> OnnxReader.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("no ONNX model")
                .hasMessageContaining(file.toString())
                .hasMessageContaining("\nMaybe it is another kind of file, or is cut off.");
    }

    @Test
    void aFileCutOffAnywhereIsRefused() {
        for (int length = 0; length < GOOD.length; length++) {
            byte[] cut = Arrays.copyOf(GOOD, length);

            assertThatThrownBy(() -> OnnxReader.parse(cut))
                    .as("the first %d bytes", length)
                    .isInstanceOf(InvalidModelException.class)
                    .hasMessageContaining("\nMaybe ");
        }
    }

    @Test
    void damagedBytesNeverCauseAnythingButARefusal() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = GOOD.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Throwable thrown = catchThrowable(() -> OnnxWriter.bytes(OnnxReader.parse(damaged)));

            if (thrown != null) {
                assertThat(thrown).isInstanceOfAny(InvalidModelException.class, UnsupportedFeatureException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 24, 99})
    void operatorSetsWeDoNotKnowAreRefused(int opset) {
        assertThatThrownBy(() -> Protos.read(opset, Protos.graph(node("Relu", "x", "y"))))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("""
                        The operator set (%d) must be 11 to 23.
                        Maybe convert the model with onnx.version_converter, or export it again with opset 17.""", opset);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 12})
    void fileVersionsWeDoNotKnowAreRefused(int version) {
        ModelProto.Builder file = Protos.file(17, Protos.graph(node("Relu", "x", "y")));
        byte[] bytes = file.setIrVersion(version).build().toByteArray();

        assertThatThrownBy(() -> OnnxReader.parse(bytes))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageStartingWith("The IR version (%d) must be 3 to 11.\nMaybe ", version);
    }

    @Test
    void partsThatWouldGetLostAreRefused() {
        ModelProto.Builder functions = Protos.file(17, Protos.graph(node("Relu", "x", "y")));
        functions.addFunctions(FunctionProto.newBuilder().setName("f"));
        GraphProto.Builder sparse = Protos.graph(node("Relu", "x", "y"));
        sparse.addSparseInitializer(SparseTensorProto.getDefaultInstance());

        assertThatThrownBy(() -> OnnxReader.parse(functions.build().toByteArray()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("The model has 1 model functions, which Espalier cannot carry.\n"
                        + "Maybe inline them with onnx.inliner.");
        assertThatThrownBy(() -> Protos.read(17, sparse)).isInstanceOf(UnsupportedFeatureException.class);
    }

    static List<Arguments> contradictions() {
        return List.of(
                Arguments.of(
                        Protos.graph(node("Relu", "nowhere", "y")),
                        "The node (Relu_0) reads the value (nowhere), which nothing defines."),
                Arguments.of(
                        Protos.graph(node("Add", "x b", "a"), node("Neg", "a", "b"), node("Relu", "a", "y")),
                        "The nodes [Add_0, Neg_1, Relu_2] read from each other in a circle."),
                Arguments.of(
                        Protos.graph(node("Relu", "x", "y"), node("Neg", "x", "y")), "The value (y) is defined twice."),
                Arguments.of(
                        Protos.graph(node("Relu", "x", "y")).addOutput(value("z")), "Nothing defines the output (z)."),
                Arguments.of(
                        Protos.graph(node("Relu", "x", "y"))
                                .addInitializer(floats("w", 1, 2).toBuilder().addDims(3)),
                        "The tensor (w) of type FLOAT and shape [2, 3] needs 24 bytes, but has 8."),
                Arguments.of(
                        Protos.graph(node("Relu", "x", "y"))
                                .addInitializer(floats("w").toBuilder().setDims(0, -1)),
                        "The tensor (w) has the shape [-1] with a negative size."),
                Arguments.of(
                        Protos.graph(node("Relu", "x", "y"))
                                .addInitializer(floats("w").toBuilder().setDataType(99)),
                        "The tensor (w) has the element type code (99), which is none of ONNX's."),
                Arguments.of(
                        Protos.graph(node("Conv", "x", "y")),
                        "The node (Conv_0) of type Conv has 1 inputs, but needs 2 to 3."),
                Arguments.of(
                        Protos.graph(node("Conv", "x x", "y", whole("group", 0))),
                        "The node (Conv_0): The groups (0) of a convolution must be 1 or more."),
                Arguments.of(
                        Protos.graph(node("Softmax", "x", "y", wholes("axis", 1L))),
                        "The attribute (axis) of the node (Softmax_0) is of type INTS, but must be INT."),
                Arguments.of(
                        Protos.graph(node("Concat", "x x", "y")), "The node (Concat_0) lacks the attribute (axis)."),
                Arguments.of(
                        Protos.graph(node("MaxPool", "x", "y", wholes("kernel_shape", 2L, 2L), wholes("strides", 2L))),
                        "The attribute (strides) of the node (MaxPool_0) has 1 values, but needs 2."));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void aModelThatContradictsItselfIsRefused(GraphProto.Builder graph, String message) {
        assertThatThrownBy(() -> Protos.read(17, graph))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith(message);
    }
}
