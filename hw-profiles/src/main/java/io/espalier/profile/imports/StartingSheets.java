package io.espalier.profile.imports;

import io.espalier.profile.Figure;
import io.espalier.profile.Roofline;
import io.espalier.zoo.graph.Precision;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Rooflines of the usual size, from which a fit to a table starts. */
final class StartingSheets {
    private static final String SOURCE = "usual for such a device; where a fit starts";

    private StartingSheets() {}

    /** A processor with a few cores. */
    static Roofline processor(Collection<Precision> precisions) {
        return sheet(precisions, 50, 20, 1000, 100, 5, 8);
    }

    /** A graphics card. */
    static Roofline graphics(Collection<Precision> precisions) {
        return sheet(precisions, 5000, 500, 4000, 1500, 5, 100_000);
    }

    private static Roofline sheet(
            Collection<Precision> precisions,
            double gigaMacs,
            double memory,
            double cacheKilobytes,
            double cache,
            double launchUs,
            double parallel) {
        Map<Precision, Figure> peaks = new HashMap<>();
        precisions.forEach(precision -> peaks.put(precision, Figure.of(gigaMacs, SOURCE)));
        return new Roofline(
                peaks,
                Figure.of(1, "the fitted peak is what is reached"),
                Figure.of(.2, SOURCE),
                Figure.of(memory, SOURCE),
                Figure.of(cacheKilobytes, SOURCE),
                Figure.of(cache, SOURCE),
                Figure.of(launchUs, SOURCE),
                Figure.of(8, "lanes of the vectors of most processors; a table does not tell"),
                Figure.of(parallel, SOURCE),
                Figure.of(3, "not fitted yet"));
    }
}
