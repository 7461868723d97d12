package io.espalier.training.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reading the files of a data set, with messages that name them. */
final class DataFiles {
    private DataFiles() {}

    /** The first of {@code folder} and its sub-folders {@code nested} that holds the file {@code landmark}. */
    static Path folderWith(Path folder, String dataset, String landmark, String... nested) {
        requireFolder(folder, dataset);
        if (Files.exists(folder.resolve(landmark))) {
            return folder;
        }
        for (String name : nested) {
            if (Files.exists(folder.resolve(name).resolve(landmark))) {
                return folder.resolve(name);
            }
        }
        throw new InvalidDataException("""
                The folder %s of %s has no file %s.
                Maybe the data is in another folder, or not unpacked.""".formatted(folder, dataset, landmark));
    }

    static void requireFolder(Path folder, String dataset) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidDataException("""
                    The data folder %s of %s does not exist.
                    Maybe the path is wrong: --data %s:DIR.""".formatted(folder, dataset, dataset));
        }
    }

    /** All bytes of a file. */
    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidDataException("""
                    The data file %s cannot be read (%s).
                    Maybe it is missing or its permissions are wrong.""".formatted(file, e), e);
        }
    }

    /** All bytes of {@code file}, or of {@code file.gz} unpacked. */
    static byte[] bytesOrGzip(Path file) {
        Path packed = file.resolveSibling(file.getFileName() + ".gz");
        if (Files.exists(file) || !Files.exists(packed)) {
            return bytes(file);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes(packed)))) {
            return in.readAllBytes();
        } catch (ZipException | EOFException e) {
            throw new InvalidDataException("""
                    The data file %s is no whole gzip file (%s).
                    Maybe the download was cut off.""".formatted(packed, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Unpacking %s failed.".formatted(packed), e);
        }
    }

    /** The lines of a list of class names, when there is the file; else {@code otherwise}. */
    static List<String> names(Path file, List<String> otherwise) {
        if (!Files.exists(file)) {
            return otherwise;
        }
        return new String(bytes(file), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
