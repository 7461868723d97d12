package io.espalier.profile.testing;

import io.espalier.profile.Figure;
import io.espalier.profile.Roofline;
import io.espalier.profile.SystolicArray;
import io.espalier.zoo.graph.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Device sheets made up for tests. */
public final class Sheets {
    private static final String SOURCE = "made up";

    private Sheets() {}

    /**
     * Efficiency 1, of depthwise convolutions .25; memory 10 GB/s, cache 100 KB at 100 GB/s, launch 2 µs, tiles of 8
     * channels, 8 outputs at once.
     */
    public static Roofline roofline(Map<Precision, Double> gigaMacs) {
        Map<Precision, Figure> peaks = new HashMap<>();
        gigaMacs.forEach((precision, peak) -> peaks.put(precision, figure(peak)));
        return new Roofline(
                peaks,
                figure(1),
                figure(.25),
                figure(10),
                figure(100),
                figure(100),
                figure(2),
                figure(8),
                figure(8),
                figure(2));
    }

    /** Weights stay, 8 bits, 1000 MHz, 1 MB, 1 GB/s, launch 1 µs. */
    public static SystolicArray array(int rows, int columns, Roofline host) {
        return new SystolicArray(
                SystolicArray.Dataflow.WEIGHT_STATIONARY,
                figure(rows),
                figure(columns),
                figure(1000),
                figure(1000),
                figure(1),
                figure(1),
                List.of(Precision.INT8),
                Optional.of(host),
                figure(3));
    }

    public static Figure figure(double value) {
        return Figure.of(value, SOURCE);
    }
}
