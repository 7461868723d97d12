package io.espalier.zoo.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The sample models and data that lie beside the repository, or where the variable {@code ESPALIER_SHARED} says. Tests
 * that need them are skipped where they are missing.
 */
public final class SharedFiles {
    private SharedFiles() {}

    /** A file or folder of the samples; the running test is skipped when there is none. */
    public static Path path(String relative) {
        Optional<Path> file = root().map(root -> root.resolve(relative)).filter(Files::exists);
        Assumptions.assumeTrue(file.isPresent(), "no sample files: " + relative);
        return file.orElseThrow();
    }

    /** All sample models, trained ones first, by name; empty where there are none. */
    public static List<Path> models() {
        return Stream.of("models", "conformance")
                .flatMap(folder -> onnxFiles(folder).stream())
                .toList();
    }

    /** The models of one folder of the samples, by name; empty where there are none. */
    public static List<Path> onnxFiles(String folder) {
        Optional<Path> files = root().map(root -> root.resolve(folder)).filter(Files::isDirectory);
        if (files.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> content = Files.list(files.get())) {
            return content.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> root() {
        String given = System.getenv("ESPALIER_SHARED");
        if (given != null) {
            return Optional.of(Path.of(given));
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path beside = folder.resolve("shared");
            if (Files.isDirectory(beside.resolve("models"))) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }
}
