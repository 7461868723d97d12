package io.espalier.cost.analytic;

import io.espalier.profile.Figure;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.Roofline;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits the figures of a roofline to what a profile has measured, kernels or whole networks: one coordinate after the
 * other, in ever smaller steps of their logarithms, for the smallest mean absolute error of the logarithm of latency.
 * The same profile gives the same figures.
 */
public final class RooflineFit {
    private static final int MOST_SAMPLES = 1500;
    private static final double FIRST_STEP = 1;
    private static final double LAST_STEP = .02;
    private static final int MOST_ROUNDS = 200;
    private static final double COVERAGE = .9;
    private static final int DEPTHWISE = 0;
    private static final int MEMORY = 1;
    private static final int CACHE = 2;
    private static final int LAUNCH = 3;
    private static final int PARALLEL = 4;
    /** Behind the others there is one peak for each number format. */
    private static final int FIRST_PEAK = 5;

    private final Roofline start;
    private final int batch;
    private final List<NetworkSample> samples;
    private final String source;

    private RooflineFit(Roofline start, int batch, List<NetworkSample> samples, int of, String unit) {
        this.start = start;
        this.batch = batch;
        this.samples = samples;
        source = "fitted to %d of %d %s".formatted(samples.size(), of, unit);
    }

    /**
     * The profile with its roofline fitted to its networks, if it has any, else to its kernels. One without a roofline,
     * or without either, is returned as it is.
     */
    public static HardwareProfile of(HardwareProfile profile) {
        List<NetworkSample> all = samples(profile);
        if (all.isEmpty() || !(profile.sheet().orElse(null) instanceof Roofline roofline)) {
            return profile;
        }
        List<NetworkSample> some = spread(all);
        String unit = profile.networks().isEmpty() ? "kernels" : "timed sums of kernels";
        return profile.withSheet(new RooflineFit(roofline, profile.batch(), some, all.size(), unit).fit());
    }

    private static List<NetworkSample> samples(HardwareProfile profile) {
        if (!profile.networks().isEmpty()) {
            return profile.networks();
        }
        List<NetworkSample> samples = new ArrayList<>();
        for (KernelLatency kernel : profile.kernels()) {
            KernelKey key = kernel.key();
            samples.add(new NetworkSample(key.toString(), key.precision(), Map.of(key, 1), kernel.latency()));
        }
        return samples;
    }

    /** Every n-th, so that no more than {@link #MOST_SAMPLES} are left. */
    private static List<NetworkSample> spread(List<NetworkSample> all) {
        int every = (all.size() + MOST_SAMPLES - 1) / MOST_SAMPLES;
        List<NetworkSample> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += every) {
            some.add(all.get(i));
        }
        return some;
    }

    private Roofline fit() {
        double[] figures = new double[FIRST_PEAK + start.gigaMacs().size()];
        double best = loss(figures);
        double step = FIRST_STEP;
        for (int round = 0; round < MOST_ROUNDS && step >= LAST_STEP; round++) {
            double before = best;
            for (int i = 0; i < figures.length; i++) {
                for (double change : new double[] {step, -step}) {
                    double old = figures[i];
                    figures[i] = old + change;
                    double now = loss(figures);
                    if (now < best) {
                        best = now;
                    } else {
                        figures[i] = old;
                    }
                }
            }
            if (before - best < 1e-4 * before) {
                step /= 2;
            }
        }
        double[] errors = errors(sheet(figures, 1));
        Arrays.sort(errors);
        int rank = Math.min(errors.length - 1, (int) Math.ceil((errors.length + 1) * COVERAGE) - 1);
        return sheet(figures, Math.exp(errors[rank]));
    }

    private double loss(double[] figures) {
        double sum = 0;
        for (double error : errors(sheet(figures, 1))) {
            sum += error;
        }
        return sum / samples.size();
    }

    /** Absolute errors of the logarithm of latency. */
    private double[] errors(Roofline sheet) {
        SheetLatency latency = SheetLatency.of(sheet, batch);
        Map<KernelKey, Double> prices = new HashMap<>();
        double[] errors = new double[samples.size()];
        for (int i = 0; i < errors.length; i++) {
            NetworkSample sample = samples.get(i);
            double us = 0;
            for (Map.Entry<KernelKey, Integer> kernel : sample.kernels().entrySet()) {
                us += kernel.getValue()
                        * prices.computeIfAbsent(
                                kernel.getKey(), key -> latency.us(key).orElseThrow());
            }
            errors[i] = Math.abs(Math.log(us / sample.latency().p10Us()));
        }
        return errors;
    }

    /** The starting sheet with each figure times e to the power of its change. */
    private Roofline sheet(double[] figures, double spread) {
        Map<Precision, Figure> peaks = new HashMap<>();
        int next = FIRST_PEAK;
        for (Map.Entry<Precision, Figure> peak : start.gigaMacs().entrySet()) {
            peaks.put(peak.getKey(), changed(peak.getValue(), figures[next++]));
        }
        double depthwise = start.depthwiseEfficiency().value() * Math.exp(figures[DEPTHWISE]);
        double parallel = start.parallelOutputs().value() * Math.exp(figures[PARALLEL]);
        return new Roofline(
                peaks,
                start.efficiency(),
                Figure.of(Math.min(1, depthwise), source),
                changed(start.memoryGigabytes(), figures[MEMORY]),
                start.cacheKilobytes(),
                changed(start.cacheGigabytes(), figures[CACHE]),
                changed(start.launchUs(), figures[LAUNCH]),
                start.tileChannels(),
                Figure.of(Math.max(1, parallel), source),
                Figure.of(Math.max(1, spread), source + ", 90 % of them within it"));
    }

    private Figure changed(Figure figure, double logChange) {
        return Figure.of(figure.value() * Math.exp(logChange), source);
    }
}
