package io.espalier.app.command;

import io.espalier.training.sparse.Sparsification;
import io.espalier.zoo.sparse.MaskRule;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which single weights a training sets to 0. */
final class SparsityOptions {
    private static final Pattern OF_NEIGHBOURS = Pattern.compile("(\\d{1,4}):(\\d{1,4})");

    @Option(
            names = "--sparsity",
            paramLabel = "P%%|N:M",
            description =
                    "Set this share of the weights to 0 and keep them there; or all but N of each M neighbouring inputs, as in 2:4.")
    private @Nullable String sparsity;

    @Option(
            names = "--sparsity-ranking",
            paramLabel = "global|uniform",
            description = "The weights of all layers compete (default), or all layers lose the same share.")
    private @Nullable String ranking;

    @Option(
            names = "--gradual",
            description = "The zeros of --sparsity grow over the first 70 %% of the steps, instead of all at once.")
    private boolean gradual;

    /** As it stands in a command line, for provenance; empty without zeros. */
    String text() {
        String zeros = sparsity == null ? "" : " --sparsity " + sparsity;
        return zeros + (ranking == null ? "" : " --sparsity-ranking " + ranking) + (gradual ? " --gradual" : "");
    }

    /** Empty: weights are free. */
    Optional<Sparsification> chosen() {
        if (sparsity == null) {
            if (gradual || ranking != null) {
                throw new IllegalArgumentException(
                        "%s is about zeros, but there is no --sparsity.%nMaybe --sparsity 80%%."
                                .formatted(gradual ? "--gradual" : "--sparsity-ranking"));
            }
            return Optional.empty();
        }
        Matcher neighbours = OF_NEIGHBOURS.matcher(sparsity);
        if (neighbours.matches()) {
            return Optional.of(
                    ofNeighbours(Integer.parseInt(neighbours.group(1)), Integer.parseInt(neighbours.group(2))));
        }
        double share = Percentages.share("--sparsity", sparsity);
        if (share == 1) {
            throw new IllegalArgumentException(
                    "--sparsity (%s) must leave something.%nMaybe --sparsity 95%%.".formatted(sparsity));
        }
        return Optional.of(new Sparsification(rule(), share, gradual));
    }

    private Sparsification ofNeighbours(int kept, int of) {
        if (kept < 1 || kept >= of) {
            throw new IllegalArgumentException(
                    "--sparsity (%s) must keep 1 or more of each group, but not all.%nMaybe --sparsity 2:4."
                            .formatted(sparsity));
        }
        if (ranking != null) {
            throw new IllegalArgumentException(
                    "--sparsity %s chooses within each group: --sparsity-ranking (%s) does not apply."
                            .formatted(sparsity, ranking));
        }
        return new Sparsification(new MaskRule.GroupMagnitude(of), 1 - (double) kept / of, gradual);
    }

    private MaskRule rule() {
        if (ranking == null || ranking.equals("global")) {
            return new MaskRule.GlobalMagnitude();
        }
        if (ranking.equals("uniform")) {
            return new MaskRule.LayerMagnitude();
        }
        throw new IllegalArgumentException("--sparsity-ranking (%s) must be global or uniform.".formatted(ranking));
    }
}
