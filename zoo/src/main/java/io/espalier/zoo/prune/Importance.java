package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.weights.Model;
import java.util.List;

/** How much a unit of a group matters. */
public interface Importance {

    /** The names that {@link #of} knows. */
    List<String> NAMES = List.of("l1", "l2", "bn-scale", "fpgm", "random");

    /** {@code l1}, {@code l2}, {@code bn-scale}, {@code fpgm} or {@code random}. */
    String name();

    /**
     * One score a unit, higher means keep; the mean over a group is about 1, so that groups compare.
     *
     * @param model the uncut network
     * @param group one of its prunable groups
     * @throws IllegalArgumentException when the network lacks what this importance looks at
     */
    double[] scores(Model model, ChannelGroup group);

    /**
     * The importance of this name.
     *
     * @param seed of {@code random}; the others ignore it
     * @throws IllegalArgumentException for another name
     */
    static Importance of(String name, long seed) {
        return switch (name) {
            case "l1" -> new MagnitudeImportance(1);
            case "l2" -> new MagnitudeImportance(2);
            case "bn-scale" -> new BatchNormScaleImportance();
            case "fpgm" -> new GeometricMedianImportance();
            case "random" -> new RandomImportance(seed);
            default ->
                throw new IllegalArgumentException(
                        "There is no importance (%s).\nMaybe it is one of %s.".formatted(name, NAMES));
        };
    }
}
