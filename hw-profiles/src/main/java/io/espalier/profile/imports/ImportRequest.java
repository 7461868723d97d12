package io.espalier.profile.imports;

import io.espalier.profile.ProfileId;
import io.espalier.zoo.graph.Precision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user wants of a table.
 *
 * @param files of one table; most forms have one
 * @param device which of the table's devices; empty: its only one
 * @param id name of the profile; empty: one that says device, format and batch
 * @param batch which of the table's numbers of examples an inference; empty: its only one, or 1
 * @param precision number format of the rows; empty: as the table or the file's name says
 * @param created when the profile is made
 */
public record ImportRequest(
        List<Path> files,
        Optional<String> device,
        Optional<ProfileId> id,
        OptionalInt batch,
        Optional<Precision> precision,
        Instant created) {
    public ImportRequest {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("There is no file to import.");
        }
    }

    /** The only file. @throws IllegalArgumentException when there are more */
    Path file() {
        if (files.size() > 1) {
            throw new IllegalArgumentException(
                    "A table of this format is one file, but %d were named.".formatted(files.size()));
        }
        return files.get(0);
    }

    /** The device asked for. @throws IllegalArgumentException when it is none of {@code known}, or not said of several */
    String device(Collection<String> known) {
        if (device.isEmpty() && known.size() == 1) {
            return known.iterator().next();
        }
        if (device.isEmpty()) {
            throw new IllegalArgumentException("The table (%s) has %d devices.\nMaybe choose one with --device: %s."
                    .formatted(files.get(0), known.size(), String.join(", ", known)));
        }
        if (!known.contains(device.get())) {
            throw new IllegalArgumentException("The table (%s) has no device (%s).\nMaybe one of these: %s."
                    .formatted(files.get(0), device.get(), String.join(", ", known)));
        }
        return device.get();
    }

    /** The batch, where a table has but one. @throws IllegalArgumentException when another was asked for */
    int onlyBatch(int only) {
        if (batch.isPresent() && batch.getAsInt() != only) {
            throw new IllegalArgumentException(
                    "The table (%s) was made with batch %d, not %d.\nMaybe leave --batch out."
                            .formatted(files.get(0), only, batch.getAsInt()));
        }
        return only;
    }

    /** For tables that say the number format themselves. @throws IllegalArgumentException when one was asked for */
    void onlyTheTablesPrecision() {
        if (precision.isPresent()) {
            throw new IllegalArgumentException(
                    "The table (%s) says its number formats itself.\nMaybe leave --precision out."
                            .formatted(files.get(0)));
        }
    }

    ProfileId idOr(String usual) {
        return id.orElseGet(() -> ProfileId.of(usual));
    }
}
