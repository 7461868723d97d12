package io.espalier.zoo.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * Writes files whole: into a temporary file beside the target, which then takes the target's place. When anything fails,
 * what stood there before still stands, and the temporary file is gone.
 */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** @throws UncheckedIOException when the file cannot be written; the message names it */
    public static void write(Path file, byte[] content) {
        write(file, out -> out.write(content));
    }

    /** Writes {@code text} in UTF-8. Throws like {@link #write(Path, byte[])}. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes missing folders. Throws like {@link #write(Path, byte[])}. */
    public static void write(Path file, Content content) {
        Path target = file.toAbsolutePath();
        try {
            Path folder = Objects.requireNonNull(target.getParent(), "a file lies in a folder");
            Files.createDirectories(folder);
            Path temporary = folder.resolve(".%s.%d-%d.tmp"
                    .formatted(
                            target.getFileName(),
                            ProcessHandle.current().pid(),
                            Thread.currentThread().getId()));
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                    content.writeTo(out);
                }
                replace(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The file (%s) could not be written: %s.\nMaybe the disk is full or the folder is read-only."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static void replace(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
