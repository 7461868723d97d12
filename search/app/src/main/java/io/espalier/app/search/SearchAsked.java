package io.espalier.app.search;

import io.espalier.app.data.DataRequest;
import io.espalier.app.data.TaskRequest;
import io.espalier.training.TrainingEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A search as a user asks for it, in words.
 *
 * @param model {@code FILE} or {@code zoo:NAME}
 * @param profiles ids or files; empty: the profile of this machine, measured as far as needed
 * @param pricePerHour what the machine costs an hour; empty: a price cannot be asked for
 * @param decisions {@code widths,depth,precision}; empty: all
 * @param threads inside one inference of the deployed model; empty: as the profile says, else 1
 * @param engine that fine-tunes
 * @param plugins folder of jars with cost models
 * @param workingDirectory what relative paths in words are relative to
 * @param arguments the command line, kept so that a killed run can go on
 */
public record SearchAsked(
        String model,
        DataRequest data,
        TaskRequest task,
        List<String> profiles,
        List<String> objectives,
        List<String> constraints,
        OptionalDouble pricePerHour,
        Optional<String> decisions,
        OptionalInt budget,
        Optional<Duration> timeLimit,
        long seed,
        OptionalInt threads,
        TrainingEngine engine,
        Optional<Path> plugins,
        Path out,
        boolean resume,
        Path workingDirectory,
        List<String> arguments) {
    public SearchAsked {
        profiles = List.copyOf(profiles);
        objectives = List.copyOf(objectives);
        constraints = List.copyOf(constraints);
        arguments = List.copyOf(arguments);
    }

    /**
     * The same search by another seed, as a run of its own.
     *
     * @param newTimeLimit of that run
     * @param newArguments the command line that asks for that run alone
     */
    public SearchAsked bySeed(
            long newSeed, Path newOut, Optional<Duration> newTimeLimit, boolean newResume, List<String> newArguments) {
        return new SearchAsked(
                model,
                data,
                task,
                profiles,
                objectives,
                constraints,
                pricePerHour,
                decisions,
                budget,
                newTimeLimit,
                newSeed,
                threads,
                engine,
                plugins,
                newOut,
                newResume,
                workingDirectory,
                newArguments);
    }

    /** What a killed run is asked for again by. */
    public Map<String, Object> description() {
        return Map.of(
                "model", model,
                "arguments", arguments,
                "workingDirectory", workingDirectory.toString());
    }
}
