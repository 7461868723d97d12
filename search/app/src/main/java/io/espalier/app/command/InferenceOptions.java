package io.espalier.app.command;

import picocli.CommandLine.Option;

/** How one inference is run where latency is measured. */
final class InferenceOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads inside one inference; default ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Examples an inference; default ${DEFAULT-VALUE}.")
    private int batch;

    /** @throws IllegalArgumentException when it is less than 1 */
    int threads() {
        return requirePositive("--threads", threads);
    }

    /** @throws IllegalArgumentException when it is less than 1 */
    int batch() {
        return requirePositive("--batch", batch);
    }

    private static int requirePositive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s (%d) must be 1 or more.".formatted(option, value));
        }
        return value;
    }
}
