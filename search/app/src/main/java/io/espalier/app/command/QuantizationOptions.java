package io.espalier.app.command;

import io.espalier.app.finetune.Quantizing;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.transform.ScaleRule;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** To how few bits a training makes a model get used. */
final class QuantizationOptions {
    @Option(
            names = "--bits",
            paramLabel = "N",
            description =
                    "Quantize to so many bits, 2 to 8, with training; the teacher is the model itself when there is no other.")
    private @Nullable Integer bits;

    @Option(names = "--weight-bits", paramLabel = "N", description = "Of weights; default: as --bits.")
    private @Nullable Integer weightBits;

    @Option(names = "--activation-bits", paramLabel = "N", description = "Of activations; default: as --bits.")
    private @Nullable Integer activationBits;

    @Option(
            names = "--end-bits",
            paramLabel = "N",
            defaultValue = "8",
            description = "Of the first and the last layer; default ${DEFAULT-VALUE}.")
    private int endBits;

    @Option(
            names = "--ranges",
            paramLabel = "learned|observed",
            defaultValue = "learned",
            description =
                    "Whether the ranges of quantizers are trained like weights, or follow what lies in them; default ${DEFAULT-VALUE}.")
    private String ranges;

    /** As it stands in a command line, for provenance; empty without bits. */
    String text() {
        return chosen().map(QuantizationOptions::text).orElse("");
    }

    /** Empty: the model stays in floating point. */
    Optional<Quantizing> chosen() {
        Integer ofWeights = weightBits != null ? weightBits : bits;
        Integer ofActivations = activationBits != null ? activationBits : bits;
        if (ofWeights == null && ofActivations == null) {
            return Optional.empty();
        }
        if (ofWeights == null || ofActivations == null) {
            throw new IllegalArgumentException(
                    "--weight-bits and --activation-bits go together.%nMaybe --bits N for both.".formatted());
        }
        ScaleRule rule = switch (ranges) {
            case "learned" -> ScaleRule.LEARNED;
            case "observed" -> ScaleRule.OBSERVED;
            default ->
                throw new IllegalArgumentException("--ranges (%s) must be learned or observed.".formatted(ranges));
        };
        return Optional.of(
                new Quantizing(new Precision(ofWeights, ofActivations), new Precision(endBits, endBits), rule));
    }

    private static String text(Quantizing goal) {
        return " --weight-bits %d --activation-bits %d --end-bits %d --ranges %s"
                .formatted(
                        goal.inner().weightBits(),
                        goal.inner().activationBits(),
                        goal.ends().weightBits(),
                        goal.scales().name().toLowerCase(Locale.ROOT));
    }
}
