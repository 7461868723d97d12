package io.espalier.cost.latency;

import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The latency of kernels of one kind and precision at any widths and sizes: a power of the work, and boosted trees for
 * what the measured kernels lie above or below it. How far it errs is seen on kernels left out of the fit.
 */
final class KernelPredictor {
    /** With fewer kernels the trees would know them by heart. */
    static final int FEWEST = 40;

    private static final int FOLDS = 4;

    /** Of more kernels so many are fitted to, evenly spread: more make it slower and hardly better. */
    private static final int MOST_FITTED = 5000;

    private static final int MOST_FITTED_OF_A_FOLD = 2000;
    private static final double COVERAGE = .9;
    private static final double LEAST_US = .1;
    private static final double NARROWEST_SPREAD = 1.02;
    private static final double USUAL_EXPONENT = .8;
    private static final double PRIOR = 5;

    private final Fit whole;
    private final double spread;
    private final Map<KernelKey, Double> leftOutUs = new HashMap<>();

    /** A trend {@code log us = level + exponent · log work} and the trees on top. */
    private record Fit(double level, double exponent, GradientBoosting trees) {
        /** @param chosen which kernels it is fitted to */
        static Fit of(int[] chosen, double[][] rows, double[] logUs) {
            return of(
                    IntStream.of(chosen).mapToObj(i -> rows[i]).toArray(double[][]::new),
                    IntStream.of(chosen).mapToDouble(i -> logUs[i]).toArray());
        }

        private static Fit of(double[][] rows, double[] logUs) {
            double[] work = Arrays.stream(rows)
                    .mapToDouble(row -> row[KernelFeatures.LOG_WORK])
                    .toArray();
            double meanWork = Arrays.stream(work).average().orElse(0);
            double meanUs = Arrays.stream(logUs).average().orElse(0);
            double covariance = USUAL_EXPONENT * PRIOR;
            double variance = PRIOR;
            for (int i = 0; i < work.length; i++) {
                covariance += (work[i] - meanWork) * (logUs[i] - meanUs);
                variance += (work[i] - meanWork) * (work[i] - meanWork);
            }
            double exponent = covariance / variance;
            double level = meanUs - exponent * meanWork;
            double[] rest = new double[work.length];
            for (int i = 0; i < rest.length; i++) {
                rest[i] = logUs[i] - level - exponent * work[i];
            }
            return new Fit(level, exponent, GradientBoosting.fit(rows, rest, 1));
        }

        double logUs(double[] row) {
            return level + exponent * row[KernelFeatures.LOG_WORK] + trees.predict(row);
        }
    }

    /** @param kernels of one kind and precision, at least {@link #FEWEST} */
    KernelPredictor(List<KernelLatency> kernels) {
        int n = kernels.size();
        double[][] rows = new double[n][];
        double[] logUs = new double[n];
        for (int i = 0; i < n; i++) {
            rows[i] = KernelFeatures.of(kernels.get(i).key());
            logUs[i] = Math.log(Math.max(LEAST_US, kernels.get(i).latency().p10Us()));
        }
        whole = Fit.of(all(n, i -> true, MOST_FITTED), rows, logUs);
        double[] errors = new double[n];
        for (int fold = 0; fold < FOLDS; fold++) {
            int left = fold;
            Fit fit = Fit.of(all(n, i -> i % FOLDS != left, MOST_FITTED_OF_A_FOLD), rows, logUs);
            for (int i = fold; i < n; i += FOLDS) {
                double predicted = fit.logUs(rows[i]);
                errors[i] = Math.abs(predicted - logUs[i]);
                leftOutUs.put(kernels.get(i).key(), Math.exp(predicted));
            }
        }
        Arrays.sort(errors);
        spread = Math.max(NARROWEST_SPREAD, Math.exp(LatencyStatistics.quantile(errors, COVERAGE)));
    }

    /** The numbers below {@code n} that are wanted, at most so many, evenly spread. */
    private static int[] all(int n, IntPredicate wanted, int most) {
        int[] found = IntStream.range(0, n).filter(wanted).toArray();
        return found.length <= most
                ? found
                : IntStream.range(0, most)
                        .map(i -> found[(int) ((long) i * found.length / most)])
                        .toArray();
    }

    double us(KernelKey key) {
        return Math.exp(whole.logUs(KernelFeatures.of(key)));
    }

    /** Nine of ten kernels lie between {@code us / spread} and {@code us · spread}. */
    double spread() {
        return spread;
    }

    /** What a measured kernel is predicted to take by a fit that did not see it. */
    Optional<Double> leftOutUs(KernelKey key) {
        return Optional.ofNullable(leftOutUs.get(key));
    }
}
