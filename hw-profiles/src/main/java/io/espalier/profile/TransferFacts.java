package io.espalier.profile;

import java.util.List;

/**
 * That the kernels of a profile were not measured but carried over from other devices, by a few networks that were
 * measured on this one.
 *
 * @param from ids of the profiles of the other devices
 * @param networks how many networks were measured
 * @param error 9 of 10 of them, predicted by the others, lie within this share of what was measured
 */
public record TransferFacts(List<String> from, int networks, double error) {
    public TransferFacts {
        from = List.copyOf(from);
        if (from.isEmpty() || networks < 1 || !(error >= 0) || Double.isInfinite(error)) {
            throw new IllegalArgumentException(
                    "A transfer must be from at least one profile (%s), by at least one network (%d), with a finite error (%s)."
                            .formatted(from, networks, error));
        }
    }
}
