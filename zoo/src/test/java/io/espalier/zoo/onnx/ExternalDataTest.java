package io.espalier.zoo.onnx;

import static io.espalier.zoo.onnx.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalDataTest {
    @TempDir
    Path outside;

    private Path folder;
    private Path file;

    @BeforeEach
    void writeData() throws IOException {
        folder = Files.createDirectories(outside.resolve("model"));
        file = folder.resolve("model.onnx");
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(1).putFloat(2).putFloat(3).putFloat(4);
        Files.write(folder.resolve("weights.bin"), bytes.array());
        Files.write(outside.resolve("secret.bin"), bytes.array());
    }

    @Test
    void offsetAndLengthAreHonoured() throws IOException {
        write("weights.bin", "4", "8");

        assertThat(OnnxReader.read(file).weights().get("w")).isEqualTo(Tensor.ofFloats(Longs.of(2), 2, 3));
    }

    @Test
    void withoutThemTheFileBeginsWithTheTensor() throws IOException {
        write("./weights.bin", "", "");

        assertThat(OnnxReader.read(file).weights().get("w")).isEqualTo(Tensor.ofFloats(Longs.of(2), 1, 2));
    }

    @Test
    void aLinkWithinTheFolderIsFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), Path.of("weights.bin"));
        write("link.bin", "", "");

        assertThat(OnnxReader.read(file).weights().get("w")).isEqualTo(Tensor.ofFloats(Longs.of(2), 1, 2));
    }

    @Test
    void aLinkOutOfTheFolderIsRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), outside.resolve("secret.bin"));
        write("link.bin", "", "");

        assertRefused("lies at (link.bin), which leads out of the model's folder, to "
                + outside.resolve("secret.bin").toRealPath());
    }

    @Test
    void aFolderThatIsALinkOutOfTheFolderIsRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("data"), outside);
        write("data/secret.bin", "", "");

        assertRefused("lies at (data/secret.bin), which leads out of the model's folder");
    }

    @Test
    void anAbsoluteLocationIsRefused() throws IOException {
        Path location = folder.resolve("weights.bin").toAbsolutePath();
        write(location.toString(), "", "");

        assertRefused("lies at (%s), which is absolute".formatted(location));
    }

    @ParameterizedTest
    @CsvSource({
        "../secret.bin, '', '', 'lies at (../secret.bin), which contains \"..\"'",
        "a/../../secret.bin, '', '', 'lies at (a/../../secret.bin), which contains \"..\"'",
        "'', '', '', 'lies at (), which is empty'",
        "none.bin, '', '', 'which is not there.'",
        "weights.bin, 12, '', 'takes the bytes 12 to 20 of the external file'",
        "weights.bin, 9223372036854775807, '', 'of the external file'",
        "weights.bin, 0, 4, 'takes 4 bytes of external data, but its type and shape need 8.'",
        "weights.bin, -4, '', 'has the offset (-4), which is no size.'",
        "weights.bin, zero, '', 'has the offset (zero), which is no size.'"
    })
    void whatIsNotThereIsRefused(String location, String offset, String length, String message) throws IOException {
        write(location, offset, length);

        assertRefused(message);
    }

    @Test
    void bytesWithoutAFolderHaveNoExternalData() throws IOException {
        write("weights.bin", "", "");
        byte[] bytes = Files.readAllBytes(file);

        assertThatThrownBy(() -> OnnxReader.parse(bytes))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("""
                        The tensor (w) lies in the external file (weights.bin), but the model came without a folder.
                        Maybe read the model from its file.""");
    }

    @Test
    void tensorsInsideAttributesAreBroughtIn() throws IOException {
        TensorProto tensor = external("weights.bin", "8", "8").build();
        GraphProto.Builder graph = Protos.graph(node("Mystery", "x", "y", Protos.tensor("table", tensor)));
        Files.write(file, Protos.file(17, graph).build().toByteArray());

        Model model = OnnxReader.read(file);
        TensorProto written = ModelProto.parseFrom(OnnxWriter.bytes(model))
                .getGraph()
                .getNode(0)
                .getAttribute(0)
                .getT();

        assertThat(written.getExternalDataCount()).isZero();
        assertThat(written.getRawData().size()).isEqualTo(8);
    }

    @Test
    void isWrittenBesideTheModelInPages() throws IOException {
        GraphProto.Builder graph = Protos.graph(node("Relu", "x", "y"))
                .addInitializer(zeros("a", 300))
                .addInitializer(zeros("b", 2000))
                .addInitializer(zeros("tiny", 10));
        Model model = Protos.read(17, graph);

        OnnxWriter.writeWithExternalData(model, file);

        Models.assertEqual(OnnxReader.read(file), model);
        assertThat(Files.size(folder.resolve("model.onnx.data"))).isEqualTo(4096 + 8000);
        assertThat(Files.size(file)).isLessThan(1000);
        try (var content = Files.list(folder)) {
            assertThat(content.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("model.onnx", "model.onnx.data", "weights.bin");
        }
    }

    private static TensorProto.Builder zeros(String name, int count) {
        TensorProto.Builder tensor = Protos.tensor(name, DataType.FLOAT, count);
        for (int i = 0; i < count; i++) {
            tensor.addFloatData(i);
        }
        return tensor;
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> OnnxReader.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("The model file (%s): The ", file)
                .hasMessageContaining(message);
    }

    private void write(String location, String offset, String length) throws IOException {
        GraphProto.Builder graph =
                Protos.graph(node("Relu", "x", "y")).addInitializer(external(location, offset, length));
        Files.write(file, Protos.file(17, graph).build().toByteArray());
    }

    private static TensorProto.Builder external(String location, String offset, String length) {
        TensorProto.Builder tensor =
                Protos.tensor("w", DataType.FLOAT, 2).setDataLocation(TensorProto.DataLocation.EXTERNAL);
        add(tensor, "location", location);
        if (!offset.isEmpty()) {
            add(tensor, "offset", offset);
        }
        if (!length.isEmpty()) {
            add(tensor, "length", length);
        }
        return tensor;
    }

    private static void add(TensorProto.Builder tensor, String key, String value) {
        tensor.addExternalData(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
    }
}
