package io.espalier.training.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program of the user's, with its arguments. Words are separated by blanks and may be quoted, as in a shell, but no shell
 * is started; {@code {name}} in a word is replaced by a value.
 *
 * @param text as the user wrote it
 * @param limit after which it is killed, with all processes that it started
 */
public record ExternalCommand(String text, Path workingDirectory, Duration limit) {
    private static final int LAST_LINES = 12;
    private static final int GRACE_SECONDS = 5;

    /** What a run wrote, standard output and errors apart. */
    public record Output(String out, String errors) {}

    /** @throws IllegalArgumentException when a quote is not closed, or there is no word */
    public ExternalCommand {
        words(text);
    }

    /**
     * Runs the command to its end.
     *
     * @param values by name, for the placeholders
     * @param folder for what it writes
     * @throws CommandFailedException when it cannot be started, takes too long, or ends with another status than 0
     * @throws CancellationException when the calling thread was interrupted
     */
    public Output run(Map<String, String> values, Path folder) {
        Path out = folder.resolve("stdout.txt");
        Path errors = folder.resolve("stderr.txt");
        Process process = start(values, out, errors);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw failed("did not end within %d s".formatted(limit.toSeconds()), out, errors);
            }
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new CancellationException("The command was interrupted.");
        }
        if (process.exitValue() != 0) {
            throw failed("ended with status %d".formatted(process.exitValue()), out, errors);
        }
        return new Output(read(out), read(errors));
    }

    private Process start(Map<String, String> values, Path out, Path errors) {
        List<String> words =
                words(text).stream().map(word -> filled(word, values)).toList();
        try {
            return new ProcessBuilder(words)
                    .directory(workingDirectory.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(
                            Files.createFile(out.resolveSibling("stdin")).toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException e) {
            throw new CommandFailedException(
                    "The command (%s) cannot be started: %s.%nMaybe %s is not installed, or needs its folder."
                            .formatted(text, e.getMessage(), words.get(0)),
                    e);
        }
    }

    private static void kill(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit()
                .completeOnTimeout(one, GRACE_SECONDS, TimeUnit.SECONDS)
                .join());
    }

    private CommandFailedException failed(String how, Path out, Path errors) {
        return failed(how, new Output(read(out), read(errors)), null);
    }

    /**
     * The failure of a run, with the end of what it wrote.
     *
     * @param how such as {@code ended with status 1}
     */
    public CommandFailedException failed(String how, Output output, @Nullable Throwable cause) {
        List<String> lines =
                Stream.concat(output.out().lines(), output.errors().lines()).toList();
        String last = String.join(
                System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        return new CommandFailedException(
                "The command (%s) %s. It wrote: %s".formatted(text, how, last.isBlank() ? "nothing" : last), cause);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The output of a command (%s) cannot be read.".formatted(file), e);
        }
    }

    private static String filled(String word, Map<String, String> values) {
        String filled = word;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (char c : text.toCharArray()) {
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException(
                    "The command (%s) has a quote (%s) that is not closed.".formatted(text, quote));
        }
        if (begun) {
            words.add(word.toString());
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("The command is empty.");
        }
        return words;
    }
}
