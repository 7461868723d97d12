package io.espalier.zoo.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir
    Path folder;

    @Test
    void keepsWhatStoodThereWhenWritingFails() throws IOException {
        Path file = folder.resolve("front.json");
        AtomicFiles.write(file, "before");

        assertThatThrownBy(() -> AtomicFiles.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "The file (%s) could not be written: No space left on device.\nMaybe the disk is full or the folder is read-only."
                                .formatted(file));

        assertThat(file).hasContent("before");
        assertThat(Files.list(folder)).containsExactly(file);
    }

    @Test
    void makesMissingFolders() {
        Path file = folder.resolve("models/a/model.onnx");

        AtomicFiles.write(file, new byte[] {1, 2});

        assertThat(file).hasBinaryContent(new byte[] {1, 2});
    }
}
