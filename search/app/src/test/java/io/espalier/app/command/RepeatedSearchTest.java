package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.app.data.DataRequest;
import io.espalier.app.data.TaskRequest;
import io.espalier.app.search.SearchAsked;
import io.espalier.training.NoTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the time of all runs is divided among them. */
class RepeatedSearchTest {
    private static final Instant BEGIN = Instant.EPOCH;

    @TempDir
    Path folder;

    private final List<Duration> limits = new ArrayList<>();
    private Instant now;

    @BeforeEach
    void begin() {
        now = BEGIN;
    }

    private SearchAsked asked(boolean resume) {
        return new SearchAsked(
                "zoo:none",
                DataRequest.of("shapes"),
                TaskRequest.NONE,
                List.of(),
                List.of(),
                List.of(),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(Duration.ofMinutes(60)),
                1,
                OptionalInt.empty(),
                new NoTraining(),
                Optional.empty(),
                folder,
                resume,
                folder,
                List.of());
    }

    private void write(Path run, boolean finished, Duration used) {
        try {
            Files.createDirectories(run);
            Files.writeString(
                    run.resolve("run.json"),
                    "{\"finished\": %s, \"wallSeconds\": {\"all\": %d}}".formatted(finished, used.toSeconds()));
            Files.writeString(run.resolve("front.json"), "{\"parent\": {}, \"points\": [], \"hypervolume\": 0.5}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs that take as long as {@code each}, whatever their limit is. */
    private void run(boolean resume, Duration each) throws IOException {
        new RepeatedSearch(asked(resume), 3, () -> now)
                .run(
                        (one, started) -> {
                            limits.add(one.timeLimit().orElseThrow());
                            now = now.plus(each);
                            write(one.out(), true, each);
                        },
                        BEGIN);
    }

    @Test
    void whatARunLeavesIsForThoseAfterIt() throws IOException {
        run(false, Duration.ofMinutes(10));
        assertThat(limits).containsExactly(Duration.ofMinutes(20), Duration.ofMinutes(25), Duration.ofMinutes(40));
    }

    @Test
    void whatWasUsedBeforeTheRunsWereStoppedIsNotGivenAgain() throws IOException {
        write(folder.resolve("seed-1"), true, Duration.ofMinutes(20));
        write(folder.resolve("seed-2"), false, Duration.ofMinutes(10));

        run(true, Duration.ofMinutes(5));

        // 30 minutes are left for two runs; the first of them has used 10 already.
        assertThat(limits).containsExactly(Duration.ofMinutes(25), Duration.ofMinutes(25));
    }
}
