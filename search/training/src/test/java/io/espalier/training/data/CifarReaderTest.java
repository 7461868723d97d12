package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarReaderTest {
    private static final Datasets DATASETS = Datasets.of(Map.of());

    @TempDir
    Path folder;

    @BeforeEach
    void writeTinyCifar10() throws IOException {
        for (int batch = 1; batch <= 5; batch++) {
            write("data_batch_" + batch + ".bin", record(batch), record(batch + 1));
        }
        write("test_batch.bin", record(9), record(0), record(3));
    }

    @Test
    void readsLabelsAndPixelsOfAllFilesInOrder() {
        Dataset data = DATASETS.open("cifar10:" + folder);
        assertThat(data.classes()).hasSize(10).startsWith("airplane").endsWith("truck");
        assertThat(data.train().size()).isEqualTo(10);
        assertThat(data.test().size()).isEqualTo(3);
        assertThat(data.train().label(7)).isEqualTo(5);
        assertThat(data.test().label(0)).isEqualTo(9);
        float[] pixels = new float[3072];
        data.train().pixels(7, pixels);
        assertThat(pixels[0]).isEqualTo(5);
        assertThat(pixels[3071]).isEqualTo((5 + 3071) % 256);
    }

    @Test
    void findsTheUnpackedFolderAndClassNames() throws IOException {
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        assertThat(DATASETS.open("cifar10:" + folder).classes())
                .startsWith("a", "b")
                .hasSize(10);
        Path home = Files.createDirectories(folder.resolve("up"));
        Files.move(Files.createDirectory(folder.resolve("nested")), home.resolve("cifar-10-batches-bin"));
        for (String file : new String[] {"test_batch.bin", "data_batch_1.bin"}) {
            Files.move(
                    folder.resolve(file), home.resolve("cifar-10-batches-bin").resolve(file));
        }
        assertThat(DATASETS.open("cifar10:" + home).test().size()).isEqualTo(3);
    }

    @Test
    void looksInTheFolderOfAllData() throws IOException {
        Path home = Files.createDirectory(folder.resolve("all"));
        Path cifar = Files.createDirectory(home.resolve("cifar10"));
        Files.move(folder.resolve("test_batch.bin"), cifar.resolve("test_batch.bin"));
        Dataset data = Datasets.of(Map.of("ESPALIER_DATA", home.toString())).open("cifar10");
        assertThat(data.test().size()).isEqualTo(3);
    }

    @Test
    void rejectsAWrongRecordLength() throws IOException {
        write("test_batch.bin", record(1), new byte[3000]);
        assertThatThrownBy(() -> DATASETS.open("cifar10:" + folder).test())
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The file %s of cifar10 has 6073 bytes, which is not a number of records of 3073 bytes.
                        Maybe it was cut off, or is not the binary version of cifar10.""".formatted(folder.resolve("test_batch.bin")));
    }

    @Test
    void rejectsAClassThatThereIsNot() throws IOException {
        write("test_batch.bin", record(1), record(10));
        assertThatThrownBy(() -> DATASETS.open("cifar10:" + folder).test())
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("Record 1 of %s has class 10, but cifar10 has 10 classes."
                        .formatted(folder.resolve("test_batch.bin")));
    }

    @Test
    void rejectsATrainingFileThatIsMissingOrShort() throws IOException {
        write("data_batch_3.bin", record(1));
        assertThatThrownBy(() -> DATASETS.open("cifar10:" + folder).train())
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("has 3073 bytes, but");
        Files.delete(folder.resolve("data_batch_3.bin"));
        assertThatThrownBy(() -> DATASETS.open("cifar10:" + folder).train())
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("data_batch_3.bin cannot be read");
    }

    @Test
    void readsTheFineLabelsOfCifar100() throws IOException {
        byte[] image = new byte[3074];
        image[0] = 7;
        image[1] = 99;
        image[2] = (byte) 200;
        write("train.bin", image);
        write("test.bin", image, image);
        Dataset data = DATASETS.open("cifar100:" + folder);
        float[] pixels = new float[3072];
        data.test().pixels(1, pixels);
        assertThat(data.classes()).hasSize(100);
        assertThat(data.test().label(1)).isEqualTo(99);
        assertThat(pixels[0]).isEqualTo(200);
    }

    private static byte[] record(int label) {
        byte[] record = new byte[3073];
        record[0] = (byte) label;
        for (int i = 0; i < 3072; i++) {
            record[i + 1] = (byte) (label + i);
        }
        return record;
    }

    private void write(String name, byte[]... records) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        Files.createFile(folder.resolve(name));
        for (byte[] record : records) {
            Files.write(folder.resolve(name), record, StandardOpenOption.APPEND);
        }
    }
}
