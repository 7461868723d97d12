package io.espalier.cost.analytic;

import io.espalier.cost.KernelWork;
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
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Fits the figures of a roofline to what a profile has measured, kernels or whole networks, for the smallest mean absolute
 * error of the logarithm of latency: one figure after the other, in ever smaller steps of their logarithms, and by the
 * simplex of Nelder and Mead, from a few starts.
 * The same profile gives the same figures.
 */
public final class RooflineFit {
    private static final int MOST_SAMPLES = 1500;
    private static final double FIRST_STEP = 1;
    private static final double LAST_STEP = .02;
    private static final int MOST_ROUNDS = 200;
    private static final double FIRST_SIMPLEX = .5;
    private static final int MOST_MOVES = 500;
    private static final double COVERAGE = .9;
    /** Logarithms by which the starts differ, in the launch and in the bandwidth of the memory. */
    private static final double[] STARTS = {-2, 2};

    private static final int DEPTHWISE = 0;
    private static final int MEMORY = 1;
    private static final int CACHE = 2;
    private static final int LAUNCH = 3;
    private static final int PARALLEL = 4;
    /** Behind the others there is one peak for each number format. */
    private static final int FIRST_PEAK = 5;

    private final Roofline start;
    private final String source;
    private final List<PricedKernel> kernels = new ArrayList<>();
    private final List<Sum> sums = new ArrayList<>();

    /** A kernel and the format in which it runs. */
    private record PricedKernel(KernelWork work, Precision format) {}

    /** A sample: which kernels it has, how often, and its latency. */
    private record Sum(int[] kernels, int[] counts, double us) {}

    private RooflineFit(Roofline start, int batch, List<NetworkSample> samples, String source) {
        this.start = start;
        this.source = source;
        Map<KernelKey, Integer> places = new HashMap<>();
        for (NetworkSample sample : samples) {
            int[] indices = new int[sample.kernels().size()];
            int[] counts = new int[indices.length];
            int next = 0;
            for (Map.Entry<KernelKey, Integer> kernel : sample.kernels().entrySet()) {
                indices[next] = places.computeIfAbsent(kernel.getKey(), key -> place(key, batch));
                counts[next++] = kernel.getValue();
            }
            sums.add(new Sum(indices, counts, sample.latency().p10Us()));
        }
    }

    private int place(KernelKey key, int batch) {
        kernels.add(new PricedKernel(
                KernelWork.of(key, batch), start.runsAs(key.precision()).orElseThrow()));
        return kernels.size() - 1;
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
        String source = "fitted to %d of %d %s".formatted(some.size(), all.size(), unit);
        return profile.withSheet(new RooflineFit(roofline, profile.batch(), some, source).fit());
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
        double[] best = new double[FIRST_PEAK + start.gigaMacs().size()];
        for (double launch : STARTS) {
            for (double memory : STARTS) {
                double[] figures = new double[best.length];
                figures[LAUNCH] = launch;
                figures[MEMORY] = memory;
                double[] other = descended(polished(descended(figures)));
                best = loss(other) < loss(best) ? other : best;
            }
        }
        double[] errors = errors(sheet(best, 1));
        Arrays.sort(errors);
        int rank = Math.min(errors.length - 1, (int) Math.ceil((errors.length + 1) * COVERAGE) - 1);
        return sheet(best, Math.exp(errors[rank]));
    }

    /** The smallest loss that single steps lead to from {@code figures}. */
    private double[] descended(double[] figures) {
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
        return figures;
    }

    /** Where a simplex gets to that steps along single figures do not: figures make up for each other. */
    private double[] polished(double[] figures) {
        return new SimplexOptimizer(new SimpleValueChecker(1e-5, 1e-9, MOST_MOVES))
                .optimize(
                        MaxEval.unlimited(),
                        new ObjectiveFunction(this::loss),
                        GoalType.MINIMIZE,
                        new InitialGuess(figures),
                        new NelderMeadSimplex(figures.length, FIRST_SIMPLEX))
                .getPoint();
    }

    private double loss(double[] figures) {
        double sum = 0;
        for (double error : errors(sheet(figures, 1))) {
            sum += error;
        }
        return sum / sums.size();
    }

    /** Absolute errors of the logarithm of latency. */
    private double[] errors(Roofline sheet) {
        double[] prices = new double[kernels.size()];
        for (int i = 0; i < prices.length; i++) {
            PricedKernel kernel = kernels.get(i);
            prices[i] = RooflineModel.us(sheet, kernel.work(), kernel.format());
        }
        double[] errors = new double[sums.size()];
        for (int i = 0; i < errors.length; i++) {
            Sum sum = sums.get(i);
            double us = 0;
            for (int j = 0; j < sum.kernels().length; j++) {
                us += sum.counts()[j] * prices[sum.kernels()[j]];
            }
            errors[i] = Math.abs(Math.log(us / sum.us()));
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
