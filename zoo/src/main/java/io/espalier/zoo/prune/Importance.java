package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.Map;

/** How much the units of a network's channel groups matter. */
public interface Importance {

    /** The names that {@link #of} knows. */
    List<String> NAMES =
            List.of("l1", "l2", "bn-scale", "fpgm", "lamp", "activation-norm", "apoz", "taylor", "fisher", "random");

    /** One of {@link #NAMES}. */
    String name();

    /** The name, and all else that the scores depend on beside the network; part of the key of whatever follows from them. */
    default String description() {
        return name();
    }

    /**
     * Scores of all prunable groups by id, one a unit: higher means keep. The mean over a group is about 1, so that groups
     * compare.
     *
     * @param model the uncut network
     * @param groups its channel groups
     * @throws IllegalArgumentException when the network lacks what this importance looks at
     * @throws io.espalier.zoo.graph.UnsupportedFeatureException when gradients are needed and cannot be computed
     */
    Map<String, double[]> scores(Model model, ChannelGroups groups);

    /**
     * Whether the importance of this name looks at sample images.
     *
     * @throws IllegalArgumentException for a name that is unknown
     */
    static boolean needsEvidence(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "There is no importance (%s).\nMaybe it is one of %s.".formatted(name, NAMES));
        }
        return List.of("activation-norm", "apoz", "taylor", "fisher").contains(name);
    }

    /**
     * The importance of this name, one that looks at weights alone.
     *
     * @param seed of {@code random}; the others ignore it
     * @throws IllegalArgumentException for a name that is unknown or that needs evidence
     */
    static Importance of(String name, long seed) {
        if (needsEvidence(name)) {
            throw new IllegalArgumentException(
                    "The importance (%s) looks at sample images, and there are none.\nMaybe use l1, or give it images."
                            .formatted(name));
        }
        return switch (name) {
            case "l1" -> new MagnitudeImportance(1);
            case "l2" -> new MagnitudeImportance(2);
            case "bn-scale" -> new BatchNormScaleImportance();
            case "fpgm" -> new GeometricMedianImportance();
            case "lamp" -> new LampImportance();
            default -> new RandomImportance(seed);
        };
    }

    /**
     * The importance of this name.
     *
     * @param seed of {@code random}; the others ignore it
     * @param evidence of sample images, asked for only by those that look at images, and only when they score
     * @throws IllegalArgumentException for a name that is unknown
     */
    static Importance of(String name, long seed, Evidence evidence) {
        return switch (name) {
            case "activation-norm" -> new ActivationNormImportance(evidence);
            case "apoz" -> new ZeroShareImportance(evidence);
            case "taylor" -> new TaylorImportance(evidence);
            case "fisher" -> new FisherImportance(evidence);
            default -> of(name, seed);
        };
    }
}
