package io.espalier.app.data;

import io.espalier.training.command.ExternalCommand;
import java.util.List;
import java.util.Optional;

/**
 * What the user said about a model's task; everything may be left out.
 *
 * @param metric {@code NAME[:OUTPUT[=TARGET]]}
 * @param evaluator a command that measures instead
 * @param losses {@code KIND[:OUTPUT[=TARGET]]} each
 */
public record TaskRequest(Optional<String> metric, Optional<ExternalCommand> evaluator, List<String> losses) {
    /** As the data suggests. */
    public static final TaskRequest NONE = new TaskRequest(Optional.empty(), Optional.empty(), List.of());

    public TaskRequest {
        losses = List.copyOf(losses);
        if (metric.isPresent() && evaluator.isPresent()) {
            throw new IllegalArgumentException(
                    "--metric (%s) and --evaluator exclude each other.".formatted(metric.get()));
        }
    }
}
