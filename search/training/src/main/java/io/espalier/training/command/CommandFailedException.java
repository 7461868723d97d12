package io.espalier.training.command;

import org.jspecify.annotations.Nullable;

/** A command of the user's failed; the message holds the end of what it wrote. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
