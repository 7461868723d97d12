package io.espalier.profile.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** The widths worth having: those than which no wider one costs as little. What lies between is free to keep. */
public final class WorthyWidths {
    private WorthyWidths() {}

    /**
     * The widest width of each step, ascending; the widest of all is always among them.
     *
     * @param usOfWidth latency in µs by width
     * @param share by how much of itself, at least, a wider step must cost more; never less than measuring errs
     */
    public static List<Integer> of(NavigableMap<Integer, Double> usOfWidth, double share) {
        List<Integer> worthy = new ArrayList<>();
        double cheapestWider = Double.POSITIVE_INFINITY;
        for (Map.Entry<Integer, Double> width : usOfWidth.descendingMap().entrySet()) {
            double us = width.getValue();
            if (us + Math.max(share * us, StairFit.noiseUs(us)) < cheapestWider) {
                worthy.add(width.getKey());
                cheapestWider = us;
            }
        }
        Collections.reverse(worthy);
        return worthy;
    }
}
