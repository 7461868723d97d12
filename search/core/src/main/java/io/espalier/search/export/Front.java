package io.espalier.search.export;

import java.util.List;

/**
 * All that {@code front.json} says.
 *
 * @param baselines the unpruned parent at other precisions; never points
 * @param points from the slowest to the fastest
 * @param hypervolume 0 to 1, over measured costs where there are any
 */
public record Front(
        FrontPoint parent,
        List<FrontPoint> baselines,
        List<FrontPoint> points,
        List<Dropped> dropped,
        double hypervolume) {
    public Front {
        baselines = List.copyOf(baselines);
        points = List.copyOf(points);
        dropped = List.copyOf(dropped);
    }
}
