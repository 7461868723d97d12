package io.espalier.app.command;

import io.espalier.profile.InvalidProfileException;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** Turns what goes wrong into one or two lines on standard error and an exit status. */
final class Failures {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    private Failures() {}

    static void handleIn(CommandLine commands) {
        commands.setExecutionExceptionHandler((exception, command, parsed) -> {
            return report(exception, parsed.originalArgs().contains("--verbose"), command.getErr());
        });
        commands.setParameterExceptionHandler((exception, arguments) -> {
            PrintWriter err = exception.getCommandLine().getErr();
            err.println(exception.getMessage());
            err.println("Maybe `%s --help` shows what is meant."
                    .formatted(exception.getCommandLine().getCommandSpec().qualifiedName()));
            return BAD_INPUT;
        });
    }

    /** Says what went wrong and returns the exit status. */
    static int report(Throwable exception, boolean verbose, PrintWriter err) {
        print(exception, verbose, err);
        return status(exception);
    }

    /** 2 when the user can mend it by another input, else 1. */
    static int status(Throwable exception) {
        boolean input = exception instanceof IllegalArgumentException
                || exception instanceof InvalidModelException
                || exception instanceof InvalidDataException
                || exception instanceof InvalidProfileException
                || exception instanceof UnsupportedFeatureException;
        return input ? BAD_INPUT : FAILED;
    }

    private static void print(Throwable exception, boolean verbose, PrintWriter err) {
        String message = exception.getMessage();
        err.println(message == null || message.isBlank() ? exception.getClass().getSimpleName() : message);
        if (verbose) {
            exception.printStackTrace(err);
        } else if (status(exception) == FAILED && (message == null || !message.contains("Maybe"))) {
            err.println("Maybe --verbose shows more: %s%s"
                    .formatted(
                            exception.getClass().getSimpleName(),
                            Arrays.stream(exception.getStackTrace())
                                    .findFirst()
                                    .map(place -> " at " + place)
                                    .orElse("")));
        }
        err.flush();
    }
}
