package io.espalier.cost.analytic;

import io.espalier.cost.KernelWork;
import io.espalier.profile.Roofline;
import io.espalier.zoo.graph.Precision;
import java.util.Objects;

/**
 * Time of a kernel by the roofline: the longer of computing and of moving data, plus the start of the kernel (Williams,
 * Waterman and Patterson, "Roofline: an insightful visual performance model for multicore architectures", CACM 52(4),
 * 2009).
 *
 * <ul>
 *   <li>Computing: multiply-accumulates with the channels filled up to whole tiles, at the peak of the number format times
 *       the efficiency of dense or depthwise convolutions. Output elements are worked on in waves of as many as the device
 *       takes at once, the last of them as long as the others.
 *   <li>Moving: inputs, outputs and weights once; what fits the cache at its bandwidth, the rest at that of the memory.
 * </ul>
 */
final class RooflineModel {
    private static final double GIGA = 1e9;
    private static final double US_PER_SECOND = 1e6;

    private RooflineModel() {}

    /** Microseconds of a kernel. @param format one that the device has: what {@link Roofline#runsAs} says */
    static double us(Roofline sheet, KernelWork work, Precision format) {
        if (work.kind() == KernelWork.Kind.NOTHING) {
            return 0;
        }
        double seconds = Math.max(computeSeconds(sheet, work, format), moveSeconds(sheet, work, format));
        return sheet.launchUs().value() + seconds * US_PER_SECOND;
    }

    private static double computeSeconds(Roofline sheet, KernelWork work, Precision format) {
        if (work.macs() == 0) {
            return 0;
        }
        double tile = sheet.tileChannels().value();
        boolean isDense = work.kind() == KernelWork.Kind.DENSE;
        double depth = isDense ? wholeTiles(work.depth(), tile) : work.depth();
        double outputs = work.rows() * wholeTiles(work.columns(), tile);
        double atOnce = sheet.parallelOutputs().value();
        double waves = Math.max(1, outputs / atOnce);
        // Many waves overlap; the first few do not.
        double filled = atOnce * (waves < 4 ? Math.ceil(waves) : waves);
        double peak =
                Objects.requireNonNull(sheet.gigaMacs().get(format), "peak").value() * GIGA;
        double share = isDense
                ? sheet.efficiency().value()
                : sheet.depthwiseEfficiency().value();
        return depth * filled / (peak * share);
    }

    private static double moveSeconds(Roofline sheet, KernelWork work, Precision format) {
        double bytes = work.bytes(format);
        double cached = Math.min(bytes, sheet.cacheKilobytes().value() * 1000);
        return cached / (sheet.cacheGigabytes().value() * GIGA)
                + (bytes - cached) / (sheet.memoryGigabytes().value() * GIGA);
    }

    private static double wholeTiles(double channels, double tile) {
        return Math.ceil(channels / tile) * tile;
    }
}
