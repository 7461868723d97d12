package io.espalier.cost.latency;

import io.espalier.cost.Confidence;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.WidthSteps;
import java.util.List;

/**
 * The latency of like kernels over their widths. Its trend is a power of the work, counted in whole steps of the device
 * (a width between two steps works as hard as the next one); what the measured kernels nearby lie above or below the
 * trend is carried over, the nearer the more. So it never runs straight through a stair, and at a single measured point
 * it scales with the work.
 */
final class WidthSurface {
    /** Lanes of the vectors of most processors; used for axes that were not swept. */
    private static final int UNKNOWN_STEP = 8;
    /** How latency grows with work when too few points tell: small kernels pay for their start. */
    private static final double USUAL_EXPONENT = .8;
    /** How many points the usual exponent counts for. */
    private static final double PRIOR_POINTS = 1.5;
    /** Below this, a distance (in powers of e of a width) does not count. */
    private static final double NEAREST = .05;

    private static final double NARROWEST_SPREAD = 1.05;
    private static final double WIDEST_SPREAD = 2;
    /** By so much an unswept width next to a step may be slower than the step. */
    private static final double OFF_STEP_SPREAD = 1.3;

    private final int inStep;
    private final int outStep;
    private final double[] logWork;
    private final double[] logUs;
    private final double[][] logWidths;
    private final double exponent;
    private final double level;
    private final double residual;

    WidthSurface(List<KernelLatency> kernels, WidthSteps steps) {
        inStep = step(kernels, Axis.IN, steps);
        outStep = step(kernels, Axis.OUT, steps);
        int n = kernels.size();
        logWork = new double[n];
        logUs = new double[n];
        logWidths = new double[n][];
        for (int i = 0; i < n; i++) {
            KernelKey key = kernels.get(i).key();
            logWork[i] = logWork(key);
            logUs[i] = Math.log(Math.max(.1, kernels.get(i).latency().p10Us()));
            logWidths[i] = logWidths(key);
        }
        double meanWork = mean(logWork);
        double meanUs = mean(logUs);
        double covariance = USUAL_EXPONENT * PRIOR_POINTS;
        double variance = PRIOR_POINTS;
        for (int i = 0; i < n; i++) {
            covariance += (logWork[i] - meanWork) * (logUs[i] - meanUs);
            variance += (logWork[i] - meanWork) * (logWork[i] - meanWork);
        }
        exponent = Math.max(0, Math.min(1.2, covariance / variance));
        level = meanUs - exponent * meanWork;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares += square(logUs[i] - trend(logWork[i]));
        }
        residual = n < 3 ? .15 : Math.sqrt(squares / (n - 2));
    }

    /** The latency of a kernel like these, at any widths. */
    KernelInterpolation.Guess at(KernelKey key) {
        double work = logWork(key);
        double[] widths = logWidths(key);
        double weights = 0;
        double offset = 0;
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < logUs.length; i++) {
            double distance = Math.hypot(widths[0] - logWidths[i][0], widths[1] - logWidths[i][1])
                    + Math.abs(work - logWork[i]) / 2;
            double weight = 1 / square(distance + NEAREST);
            weights += weight;
            offset += weight * (logUs[i] - trend(logWork[i]));
            nearest = Math.min(nearest, distance);
        }
        double us = Math.exp(trend(work) + offset / weights);
        double spread = Math.exp(1.64 * residual * Math.min(1, .3 + nearest)) * (1 + .1 * Math.min(5, nearest));
        double offStep = isOnSteps(key) ? 1 : OFF_STEP_SPREAD;
        double bounded = Math.max(NARROWEST_SPREAD, Math.min(WIDEST_SPREAD, spread)) * offStep;
        return new KernelInterpolation.Guess(us, bounded, Confidence.INTERPOLATED);
    }

    private double trend(double work) {
        return level + exponent * work;
    }

    /** Log of what a kernel has to do: pixels times channels, those of both axes multiplied where weights do that. */
    private double logWork(KernelKey key) {
        double pixels = Math.max(1, key.size().product());
        double in = inSteps(key.inChannels(), inStep);
        double out = inSteps(key.outChannels(), outStep);
        boolean multiplies = key.isWeighted() && !key.kind().equals("dwconv");
        return Math.log(pixels) + Math.log(multiplies ? in * out : Math.max(in, out));
    }

    private boolean isOnSteps(KernelKey key) {
        return !key.isWeighted() || key.inChannels() % inStep == 0 && key.outChannels() % outStep == 0;
    }

    /** The largest step of the measured kernels: what lies on it lies on the others. */
    private static int step(List<KernelLatency> kernels, Axis axis, WidthSteps steps) {
        int largest = 0;
        for (KernelLatency kernel : kernels) {
            KernelKey key = kernel.key();
            if (!key.isWeighted()) {
                return 1;
            }
            Axis swept = key.kind().equals("dwconv") ? Axis.BOTH : axis;
            largest = Math.max(largest, steps.divisor(key, swept).orElse(0));
        }
        return largest == 0 ? UNKNOWN_STEP : largest;
    }

    private static double inSteps(int width, int step) {
        return Math.max(1, (double) ((width + step - 1) / step) * step);
    }

    private static double[] logWidths(KernelKey key) {
        return new double[] {Math.log(Math.max(1, key.inChannels())), Math.log(Math.max(1, key.outChannels()))};
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double square(double value) {
        return value * value;
    }
}
