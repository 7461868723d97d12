package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeTinyFashionMnist() throws IOException {
        pack("train-images-idx3-ubyte", images(3));
        pack("train-labels-idx1-ubyte", labels(4, 9, 0));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), images(2));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(1, 2));
    }

    @Test
    void readsPackedAndUnpackedFiles() {
        Dataset data = open();
        assertThat(data.classes()).hasSize(10).startsWith("T-shirt/top").endsWith("Ankle boot");
        assertThat(data.shape()).isEqualTo(new ImageShape(1, 28, 28));
        assertThat(data.train().size()).isEqualTo(3);
        assertThat(data.train().label(1)).isEqualTo(9);
        assertThat(data.test().label(1)).isEqualTo(2);
        float[] pixels = new float[784];
        data.train().pixels(2, pixels);
        assertThat(pixels[0]).isEqualTo(2);
        assertThat(pixels[783]).isEqualTo(255);
    }

    @Test
    void rejectsAnotherKindOfFile() throws IOException {
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), labels(1, 2));
        assertThatThrownBy(() -> open().test())
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The file %s does not begin as an IDX file (0x00000803).
                        Maybe it belongs to something else.""".formatted(folder.resolve("t10k-images-idx3-ubyte")));
    }

    @Test
    void rejectsFilesThatWereCutOff() throws IOException {
        byte[] whole = images(2);
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> open().test())
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("has 1583 bytes, but its header says 1584.");
        Path packed = folder.resolve("train-images-idx3-ubyte.gz");
        byte[] bytes = Files.readAllBytes(packed);
        Files.write(packed, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> open().train())
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("is no whole gzip file");
    }

    @Test
    void rejectsLabelsThatDoNotFitTheImages() throws IOException {
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(1, 2, 3));
        assertThatThrownBy(() -> open().test())
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("has 2 images, but")
                .hasMessageContaining("has 3 labels.");
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(1, 10));
        assertThatThrownBy(() -> open().test())
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("is 10, but fashion-mnist has 10 classes.");
    }

    @Test
    void namesAFileThatIsMissing() throws IOException {
        Files.delete(folder.resolve("train-labels-idx1-ubyte.gz"));
        assertThatThrownBy(this::open).isInstanceOf(InvalidDataException.class).hasMessage("""
                The folder %s of fashion-mnist has no file train-labels-idx1-ubyte.gz.
                Maybe the data is in another folder.""".formatted(folder));
    }

    private Dataset open() {
        return Datasets.of(Map.of()).open("fashion-mnist:" + folder);
    }

    /** The first pixel of an image is its number, the last 255. */
    private static byte[] images(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + count * 784);
        bytes.putInt(0x803).putInt(count).putInt(28).putInt(28);
        for (int i = 0; i < count; i++) {
            bytes.put(16 + i * 784, (byte) i).put(16 + i * 784 + 783, (byte) 255);
        }
        return bytes.array();
    }

    private static byte[] labels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
        bytes.putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }

    private void pack(String name, byte[] content) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name + ".gz")))) {
            out.write(content);
        }
    }
}
