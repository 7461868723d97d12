package io.espalier.zoo.prune;

import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import java.util.Map;

/** Checks that the cut network computes what the original does with the removed channels masked. */
public final class PruneVerification {
    private PruneVerification() {}

    /**
     * The worst difference over two standard normal inputs.
     *
     * @param seed of the inputs
     * @param difference largest {@code |masked - shrunk|}
     * @param tolerance {@code 1e-4 * max(1, max|masked|)} where the difference is largest against it
     */
    public record Result(long seed, double difference, double tolerance) {
        public boolean passed() {
            return difference <= tolerance;
        }
    }

    /**
     * Masks {@code original} by the lists of {@code plan} alone, behind each tensor, and compares.
     *
     * @param original as read from its file
     * @param plan what {@code shrunk} lost
     * @param freeSizes by symbol; a free size that is not named is 2
     */
    public static Result verify(
            InferenceRuntime runtime,
            Model original,
            Model shrunk,
            PlanFile plan,
            long seed,
            Map<String, Long> freeSizes,
            int threads) {
        throw new UnsupportedFeatureException("Cuts are not verified yet.");
    }
}
