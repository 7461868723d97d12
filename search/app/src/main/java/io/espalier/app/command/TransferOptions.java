package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.training.transfer.CopiedWeights;
import io.espalier.training.transfer.Hint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model takes over from others besides their answers. */
final class TransferOptions {
    /** Names may hold colons: only a known kind behind the last one is a kind. */
    private static final Pattern HINT = Pattern.compile(
            "(?<student>[^=]+)=(?<teacher>.+?)(?::(?<kind>fitnets|attention))?(?:\\*(?<weight>[0-9.eE+-]+))?");

    @Option(
            names = "--hint",
            paramLabel = "STUDENT=TEACHER[:fitnets|attention][*WEIGHT]",
            description =
                    "A feature map of the model and one of the teacher, by the names that `inspect` shows, that training brings together; may be repeated. Default: attention.")
    private List<String> hints = new ArrayList<>();

    @Option(
            names = "--copy-from",
            paramLabel = "FILE|zoo:NAME",
            description = "A model whose weights are taken over before training, as far as names and shapes agree.")
    private @Nullable String source;

    /** @throws IllegalArgumentException when one is malformed */
    List<Hint> hints() {
        return hints.stream().map(TransferOptions::hint).toList();
    }

    private static Hint hint(String text) {
        Matcher parts = HINT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "--hint (%s) must be STUDENT=TEACHER[:fitnets|attention][*WEIGHT].%nMaybe --hint /layer2/Relu=/layer2/Relu:attention."
                            .formatted(text));
        }
        Hint.Kind kind = parts.group("kind") == null
                ? Hint.Kind.ATTENTION
                : Hint.Kind.valueOf(parts.group("kind").toUpperCase(Locale.ROOT));
        double weight = parts.group("weight") == null ? kind.usualWeight() : weight(text, parts.group("weight"));
        return new Hint(parts.group("student"), parts.group("teacher"), kind, weight);
    }

    private static double weight(String hint, String number) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "The weight (%s) of --hint (%s) is no number.%nMaybe 1.".formatted(number, hint), e);
        }
    }

    /**
     * The model with the weights that it takes over; says which.
     *
     * @throws IllegalArgumentException when there are none
     */
    ModelFile copied(ModelFile model, Surroundings surroundings) {
        if (source == null) {
            return model;
        }
        CopiedWeights copied =
                CopiedWeights.of(model.model(), surroundings.model(source).model());
        if (copied.copied().isEmpty()) {
            throw new IllegalArgumentException(
                    "No weight of the model (%s) has a name and a shape of --copy-from (%s).%nMaybe both were exported by another tool; `espalier inspect --json` shows names."
                            .formatted(model.name(), source));
        }
        surroundings.say(
                "%d of %d weights are those of %s: %s.",
                copied.copied().size(),
                copied.copied().size() + copied.left().size(),
                source,
                String.join(", ", copied.copied()));
        if (!copied.left().isEmpty()) {
            surroundings.say("Not taken over: %s.", String.join(", ", copied.left()));
        }
        return model.with(copied.model());
    }
}
