package io.espalier.app.benchmark;

import io.espalier.cost.analytic.SheetLatency;
import io.espalier.profile.DeviceSheet;
import io.espalier.profile.KernelKey;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * What prices by a sheet are worth beside a table of latencies.
 *
 * @param rows of the table
 * @param spearman rank correlation of price and table
 * @param kendall the other one
 * @param macs Spearman of plain multiply-accumulates in place of the price
 * @param level median of table / price
 * @param error median of |price / table - 1| once prices are multiplied by the level
 * @param spread nine of ten prices lie within this factor of the table
 * @param afterLevel the same, once prices are multiplied by the level
 */
record SheetJudgement(
        int rows,
        double spearman,
        double kendall,
        double macs,
        double level,
        double error,
        double spread,
        double afterLevel) {
    private static final double COVERAGE = .9;

    static SheetJudgement of(List<NetworkSample> samples, DeviceSheet sheet, int batch) {
        double[] priced = prices(samples, sheet, batch);
        double[] table =
                samples.stream().mapToDouble(sample -> sample.latency().p10Us()).toArray();
        double[] ratios = new double[table.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = table[i] / priced[i];
        }
        double[] ordered = ratios.clone();
        Arrays.sort(ordered);
        double level = LatencyStatistics.quantile(ordered, .5);
        double[] errors = Arrays.stream(ratios)
                .map(ratio -> Math.abs(level / ratio - 1))
                .sorted()
                .toArray();
        return new SheetJudgement(
                priced.length,
                new SpearmansCorrelation().correlation(priced, table),
                new KendallsCorrelation().correlation(priced, table),
                new SpearmansCorrelation().correlation(prices(samples, StudySheets.multiplications(), batch), table),
                level,
                LatencyStatistics.quantile(errors, .5),
                spread(ratios, 1),
                spread(ratios, level));
    }

    private static double[] prices(List<NetworkSample> samples, DeviceSheet sheet, int batch) {
        SheetLatency latency = SheetLatency.of(sheet, batch);
        Map<KernelKey, Double> known = new HashMap<>();
        double[] prices = new double[samples.size()];
        for (int i = 0; i < prices.length; i++) {
            for (Map.Entry<KernelKey, Integer> kernel : samples.get(i).kernels().entrySet()) {
                prices[i] += kernel.getValue()
                        * known.computeIfAbsent(
                                kernel.getKey(), key -> latency.us(key).orElseThrow());
            }
        }
        return prices;
    }

    private static double spread(double[] ratios, double level) {
        double[] logs = Arrays.stream(ratios)
                .map(ratio -> Math.abs(Math.log(ratio / level)))
                .sorted()
                .toArray();
        return Math.exp(LatencyStatistics.quantile(logs, COVERAGE));
    }
}
