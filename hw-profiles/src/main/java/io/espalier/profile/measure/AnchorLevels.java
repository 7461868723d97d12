package io.espalier.profile.measure;

import io.espalier.profile.LatencyStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How slow the machine is, as some networks tell that run again and again: the median of what each takes more than on the
 * quiet machine, which is the lower quartile of all it took by now. Several, since one network alone may be slow by
 * where its arrays lie.
 */
final class AnchorLevels {
    private static final double QUIET = .25;
    /** The quickest of all samples that count at least: no machine is waited for that is slow most of the time. */
    private static final double COUNTING = .4;

    private final double slowest;
    private final List<double[]> samplesUs = new ArrayList<>();
    private double[] quietUs = {};
    private double limit;

    /** @param slowModePercent above this the machine is not quiet, unless it is most of the time */
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
        learn(anchorsUs.length);
        return median(anchorsUs);
    }

    /** @param slowness of what was measured, as {@link #slowness} says it of the anchors beside it */
    boolean isQuiet(double slowness) {
        return slowness <= limit;
    }

    private void learn(int anchors) {
        if (quietUs.length > 0) {
            return;
        }
        quietUs = IntStream.range(0, anchors)
                .mapToDouble(anchor -> LatencyStatistics.quantile(
                        samplesUs.stream()
                                .mapToDouble(us -> us[anchor])
                                .sorted()
                                .toArray(),
                        QUIET))
                .toArray();
        double[] slowness =
                samplesUs.stream().mapToDouble(this::median).sorted().toArray();
        limit = Math.max(slowest, LatencyStatistics.quantile(slowness, COUNTING));
    }

    private double median(double[] anchorsUs) {
        double[] ratios = IntStream.range(0, anchorsUs.length)
                .mapToDouble(i -> quietUs[i] > 0 ? anchorsUs[i] / quietUs[i] : 1)
                .sorted()
                .toArray();
        return LatencyStatistics.quantile(ratios, .5);
    }
}
