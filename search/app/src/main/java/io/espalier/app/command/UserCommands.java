package io.espalier.app.command;

import io.espalier.training.command.ExternalCommand;
import java.nio.file.Path;
import java.util.Optional;

/** Commands of the user's as values of options: {@code command: python tune.py}. */
final class UserCommands {
    private static final String PREFIX = "command:";

    private UserCommands() {}

    /**
     * The command behind the prefix; empty when there is no prefix.
     *
     * @param folder that it runs in
     * @param limitOption name of the option that {@code limit} is the value of
     * @throws IllegalArgumentException when it is malformed
     */
    static Optional<ExternalCommand> parse(String value, Path folder, String limitOption, String limit) {
        return value.startsWith(PREFIX)
                ? Optional.of(new ExternalCommand(
                        value.substring(PREFIX.length()).strip(), folder, TimeSpans.parse(limitOption, limit)))
                : Optional.empty();
    }
}
