package io.espalier.zoo.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder for files that the runtime wants to see or to write; it goes with everything in it. */
final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    TemporaryFolder() {
        try {
            path = Files.createTempDirectory("espalier-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made.", e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (Stream<Path> content = Files.list(path)) {
            List<Path> files = content.toList();
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary folder (%s) cannot be removed.".formatted(path), e);
        }
    }
}
