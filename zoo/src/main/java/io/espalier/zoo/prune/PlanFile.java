package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A pruning plan as a file: every computed tensor and every constant of the original network that loses channels, so
 * that anyone can mask the original and compare.
 *
 * @param model SHA-256 (hex) of the original's file
 * @param tensors removed indices by tensor and axis
 * @param weights removed indices by initializer (or output of a Constant node) and axis
 */
public record PlanFile(
        String model, Map<String, Map<Integer, Longs>> tensors, Map<String, Map<Integer, Longs>> weights) {

    /** The file form of {@code plan}. @param model SHA-256 (hex) of the original's file */
    public static PlanFile of(String model, ChannelGroups groups, PruningPlan plan) {
        throw new UnsupportedFeatureException("Plan files are not made yet.");
    }

    /** @throws IllegalArgumentException when the file is not JSON of this form; the message names it */
    public static PlanFile read(Path file) {
        throw new UnsupportedFeatureException("Plan files are not read yet.");
    }

    /** Writes the file whole. */
    public void write(Path file) {
        throw new UnsupportedFeatureException("Plan files are not written yet.");
    }

    /** @throws IllegalArgumentException unless {@code sha256} is the model that the plan was made for */
    public void requireModel(String sha256) {
        if (!model.equals(sha256)) {
            throw new IllegalArgumentException(
                    "The pruning plan was made for the model with SHA-256 (%s), not (%s).\nMaybe the model was written again since; make a new plan with --plan-out."
                            .formatted(model, sha256));
        }
    }

    /**
     * The plan that removes just what is listed.
     *
     * @throws IllegalArgumentException when that is not a union of whole units of prunable groups
     */
    public PruningPlan plan(ChannelGroups groups) {
        throw new UnsupportedFeatureException("Plan files are not mapped back yet.");
    }
}
