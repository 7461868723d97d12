package io.espalier.profile.kit;

import io.espalier.profile.ProfileProtocol;
import java.util.List;

/**
 * What a kit measures and how.
 *
 * @param threads inside one inference
 * @param batch examples in one inference
 * @param models the first network of each precision is its anchor: it tells the quiet machine from the slow one
 */
public record KitPlan(int threads, int batch, ProfileProtocol protocol, List<KitModel> models) {
    /** Version of the form of {@code plan.json} and {@code results.csv}. */
    public static final int VERSION = 1;

    public KitPlan {
        models = List.copyOf(models);
        if (threads < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "Threads (%d) and batch (%d) of a kit must be 1 or more.".formatted(threads, batch));
        }
        if (models.stream().noneMatch(model -> model.network().isPresent())) {
            throw new IllegalArgumentException("A kit needs a network, to tell the quiet machine from the slow one.");
        }
    }

    /** Blocks that are measured of each model, unless the machine is slow. */
    public int rounds() {
        return protocol.rounds();
    }
}
