package io.espalier.app.benchmark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** PyTorch in a process of its own, which trains when it is asked to and waits otherwise. */
final class PythonTrainings implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final String version;

    /** @param script {@code training-speed.py} */
    PythonTrainings(String python, String script, int threads) throws IOException {
        process = new ProcessBuilder(python, script, "" + threads)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        questions = process.outputWriter(StandardCharsets.UTF_8);
        version = answer();
    }

    String version() {
        return version;
    }

    /** ms of a step. @param layout {@code nchw} or {@code nhwc} */
    double millis(String network, String layout, int steps) throws IOException {
        return Double.parseDouble(ask("%s %s %d".formatted(network, layout, steps)));
    }

    /** Elements of all weights and running statistics. */
    long parameters(String network) throws IOException {
        return Long.parseLong(ask("parameters " + network));
    }

    private String ask(String question) throws IOException {
        questions.write(question + '\n');
        questions.flush();
        return answer();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("Python has ended.");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
