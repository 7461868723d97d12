package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads files that NumPy 2.4 wrote; how is in the folder of the resources. */
class NpyReaderTest {
    @TempDir
    private Path folder;

    private Path file(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (InputStream in = NpyReaderTest.class.getResourceAsStream(name)) {
            Files.write(copy, in.readAllBytes());
        }
        return copy;
    }

    @Test
    void readsHalves() throws IOException {
        NumberArray array = NpyReader.npy(file("halves.npy"));

        assertThat(array.dataType()).isEqualTo(DataType.FLOAT);
        assertThat(array.shape()).isEqualTo(Longs.of(3, 2));
        assertThat(array.rows(Longs.of(1, 0, 1)).floats()).containsExactly(.25f, 65504, 1.5f, -2, .25f, 65504);
        assertThat(array.rows(Longs.of(2)).floats()[0]).isEqualTo((float) Math.scalb(1.0, -24));
    }

    @Test
    void readsSeveralArrays() throws IOException {
        Map<String, NumberArray> arrays = NpyReader.npz(file("three.npz"));

        assertThat(arrays).containsOnlyKeys("image", "label", "mask");
        assertThat(arrays.get("image").rows(Longs.of(2)).floats()).containsExactly(2, 2.25f, 2.5f, 2.75f);
        assertThat(arrays.get("image").rows(Longs.of(2)).shape()).isEqualTo(Longs.of(1, 2, 2));
        assertThat(arrays.get("label").rows(Longs.of(0, 2)).longs()).containsExactly(2, 1);
        assertThat(arrays.get("mask").rows(Longs.of(0, 1)).longs()).containsExactly(1, 0);
        assertThat(ArrayTable.read(folderOf("train", "three.npz"), "train").size())
                .isEqualTo(3);
    }

    private Path folderOf(String part, String name) throws IOException {
        Files.copy(file(name), folder.resolve(part + ".npz"));
        return folder;
    }

    @Test
    void columnsFirstAreRefused() {
        assertThatThrownBy(() -> NpyReader.npy(file("columns.npy")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("its columns come first");
    }

    @Test
    void whateverIsCutOffIsAClearError() throws IOException {
        byte[] whole = Files.readAllBytes(file("halves.npy"));
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpyReader.parse("part", part))
                    .as("%d bytes", length)
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageStartingWith("The array part cannot be read: ");
        }
    }

    @Test
    void arraysOfOneSetHaveEquallyManyRows() throws IOException {
        NumberArray two = NpyReader.npz(file("three.npz")).get("label");
        NumberArray other = NpyReader.npy(file("halves.npy"));
        assertThat(new ArrayTable(Map.of("a", two, "b", other)).size()).isEqualTo(3);
        NumberArray shorter = new NumberArray(DataType.INT8, Longs.of(2), ByteBuffer.wrap(new byte[2]));

        assertThatThrownBy(() -> new ArrayTable(Map.of("a", two, "c", shorter)))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("The array (c) has 2 rows, others have 3.");
    }
}
