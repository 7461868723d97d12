package io.espalier.cost.transfer;

import java.util.List;

/**
 * What a transfer holds possible before it sees a measurement. All combinations are weighed by how well they explain
 * the measured networks; nothing is tuned.
 *
 * @param structure how much the structure may count beside the known devices, as variance; several to choose from
 * @param noise standard deviations of what no feature explains, in the unit of the features
 */
public record TransferPrior(List<Double> structure, List<Double> noise) {
    /** For features scaled to a spread of 1 over the networks. */
    public static final TransferPrior OF_NETWORKS =
            new TransferPrior(List.of(.1, .3, 1.0, 3.0), List.of(.05, .1, .2, .4, .7, 1.0));

    public TransferPrior {
        structure = List.copyOf(structure);
        noise = List.copyOf(noise);
        if (structure.isEmpty() || noise.isEmpty() || noise.stream().anyMatch(some -> !(some > 0))) {
            throw new IllegalArgumentException(
                    "A prior needs shares of the structure (%s) and noises (%s) above 0.".formatted(structure, noise));
        }
    }
}
