package io.espalier.app.profile;

import io.espalier.profile.measure.NetworkRequest;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.AxisDivisors;
import io.espalier.search.space.DecisionKind;
import io.espalier.search.space.Parent;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.SpaceBuilder;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.Set;

/** The networks that a search of a model would look at on a device of which nothing is known. */
final class SpaceNetworks {
    private static final int SAMPLES = 400;
    /** Lanes of the vectors of most processors. */
    private static final int WIDTH_STEP = 8;

    private final String name;
    private final Parent parent;
    private final SpaceBuilder builder;

    SpaceNetworks(ProfiledModel model) {
        name = model.name();
        parent = model.parent();
        builder = new SpaceBuilder(parent);
    }

    /**
     * The model itself, the smallest network of its space, those with a single change, then random ones; named after the
     * model.
     */
    List<NetworkRequest> candidates() {
        SearchSpace space = builder.space(
                Set.of(DecisionKind.WIDTHS, DecisionKind.DEPTH),
                sweep -> List.of(Math.min(WIDTH_STEP, Math.max(1, sweep.units() / 2))),
                List.of(Precision.FP32));
        return SpaceBuilder.samples(new Assembler(parent, AxisDivisors.NONE), space, SAMPLES, 0).stream()
                .map(this::named)
                .toList();
    }

    /** The model a little narrower in one group at a time: what shows on which widths the device has its steps. */
    List<NetworkRequest> sweeps() {
        return builder.sweeps().stream()
                .flatMap(sweep -> sweep.narrower().stream())
                .map(this::named)
                .toList();
    }

    private NetworkRequest named(NetworkRequest network) {
        return new NetworkRequest(name + "-" + network.name(), network.graph(), network.model());
    }
}
