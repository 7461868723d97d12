package io.espalier.training.metric;

import io.espalier.training.Accuracy;
import io.espalier.training.command.CommandFailedException;
import io.espalier.training.command.ExternalCommand;
import io.espalier.zoo.file.TemporaryFolder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures by a command of the user's. It finds an ONNX file at {@code {model}}, and prints {@code {"accuracy": 0.91, "se":
 * 0.003}}, where other lines come before: an accuracy of 0 to 1, better high, 0 for a guess, with its standard error.
 * {@code {split}} says which set: {@code subset}, {@code validation} or {@code test}; {@code {threads}} how many threads it may
 * use.
 */
public record EvaluatorCommand(ExternalCommand command) implements Metric {
    private static final String ACCURACY = "accuracy";
    private static final String STANDARD_ERROR = "se";

    /** @throws IllegalArgumentException when the command names no {@code {model}} */
    public EvaluatorCommand {
        if (!command.text().contains("{model}")) {
            throw new IllegalArgumentException(
                    "The evaluator (%s) does not say where {model} goes.%nMaybe 'python eval.py {model} {split}'."
                            .formatted(command.text()));
        }
    }

    @Override
    public String name() {
        return "evaluator";
    }

    @Override
    public boolean isHigherBetter() {
        return true;
    }

    @Override
    public double guessing() {
        return 0;
    }

    @Override
    public String description() {
        return "evaluator " + command.text();
    }

    @Override
    public Accuracy of(Subject subject, EvaluationSet set) {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            ExternalCommand.Output output = subject.inFile(file -> command.run(
                    Map.of(
                            "model", file.toString(),
                            "split", set.name(),
                            "threads", String.valueOf(subject.threads())),
                    folder.path()));
            return accuracy(output, set.examples().size());
        }
    }

    private Accuracy accuracy(ExternalCommand.Output output, int total) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(lastObject(output));
        } catch (JacksonException e) {
            throw failed(output, "printed what is no JSON: " + e.getOriginalMessage(), e);
        }
        double accuracy = number(json, ACCURACY, output);
        double error = number(json, STANDARD_ERROR, output);
        if (!(accuracy >= 0 && accuracy <= 1) || !(error >= 0 && error <= 1)) {
            throw failed(output, "told an accuracy of %s ± %s, which is not 0 to 1".formatted(accuracy, error), null);
        }
        return new Accuracy(accuracy, error, Math.max(1, total));
    }

    /** One line, or all from the last one that begins with a brace: programs also print what is no result. */
    private String lastObject(ExternalCommand.Output output) {
        List<String> lines = output.out().lines().toList();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith("{")) {
                boolean whole = lines.get(i).stripTrailing().endsWith("}");
                return whole ? lines.get(i) : String.join("\n", lines.subList(i, lines.size()));
            }
        }
        throw failed(output, "printed no JSON object", null);
    }

    private double number(JsonNode json, String name, ExternalCommand.Output output) {
        JsonNode value = json.path(name);
        if (!value.isNumber()) {
            throw failed(output, "printed JSON without a number \"%s\"".formatted(name), null);
        }
        return value.asDouble();
    }

    private CommandFailedException failed(ExternalCommand.Output output, String how, @Nullable Throwable cause) {
        return command.failed(how, output, cause);
    }
}
