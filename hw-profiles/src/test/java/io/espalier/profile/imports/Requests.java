package io.espalier.profile.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What tests ask of importers. */
final class Requests {
    private Requests() {}

    static ImportRequest of(Path... files) {
        return new ImportRequest(
                List.of(files),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Instant.parse("2026-01-31T12:00:00Z"));
    }

    static ImportRequest batch(Path file, int batch) {
        ImportRequest usual = of(file);
        return new ImportRequest(
                usual.files(), usual.device(), usual.id(), OptionalInt.of(batch), usual.precision(), usual.created());
    }

    static ImportRequest device(Path file, String device) {
        ImportRequest usual = of(file);
        return new ImportRequest(
                usual.files(), Optional.of(device), usual.id(), usual.batch(), usual.precision(), usual.created());
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
