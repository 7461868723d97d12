package io.espalier.profile.measure;

import io.espalier.profile.LatencyStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How slow the machine is, as some networks tell that run again and again: the median of what each takes more than on the
 * quiet machine, which is the 10th percentile of all it took by now. Several, since one network alone may be slow by
 * where its arrays lie.
 */
final class AnchorLevels {
    private static final double QUIET = .1;

    private final double slowest;
    private final List<double[]> samplesUs = new ArrayList<>();
    private double[] quietUs = {};

    /** @param slowModePercent above this the machine is not quiet */
    AnchorLevels(double slowModePercent) {
        slowest = 1 + slowModePercent / 100;
    }

    /** @param anchorsUs of each anchor, always in the same order */
    void saw(double[] anchorsUs) {
        samplesUs.add(anchorsUs.clone());
        quietUs = new double[0];
    }

    /** 1 on the quiet machine, as far as it is known by now. */
    double slowness(double[] anchorsUs) {
        if (quietUs.length == 0) {
            quietUs = new double[anchorsUs.length];
            for (int i = 0; i < quietUs.length; i++) {
                int anchor = i;
                quietUs[i] = LatencyStatistics.quantile(
                        samplesUs.stream()
                                .mapToDouble(us -> us[anchor])
                                .sorted()
                                .toArray(),
                        QUIET);
            }
        }
        double[] ratios = new double[anchorsUs.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = quietUs[i] > 0 ? anchorsUs[i] / quietUs[i] : 1;
        }
        Arrays.sort(ratios);
        return LatencyStatistics.quantile(ratios, .5);
    }

    boolean isQuiet(double[] anchorsUs) {
        return slowness(anchorsUs) <= slowest;
    }
}
