package io.espalier.profile.imports;

import io.espalier.profile.InvalidProfileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the text of a table, packed by gzip when its name ends in {@code .gz}. */
final class TableFile {
    private TableFile() {}

    /** @throws InvalidProfileException when it is missing or not readable */
    static String text(Path file) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream stream = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidProfileException("""
                    The table (%s) cannot be read: %s.
                    Maybe the path is wrong, or the file was cut off.""".formatted(file, e), e);
        }
    }

    /** @throws InvalidProfileException when it is missing or no JSON, naming the line */
    static JsonNode json(Path file) {
        try {
            return JsonMapper.shared().readTree(text(file));
        } catch (JacksonException e) {
            throw broken(
                    file, "line %d is no JSON: %s.".formatted(e.getLocation().getLineNr(), e.getOriginalMessage()));
        }
    }

    static InvalidProfileException broken(Path file, String why) {
        return new InvalidProfileException("""
                The table (%s) is broken: %s
                Maybe it is of another format, or was cut off.""".formatted(file, why));
    }
}
