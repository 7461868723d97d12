package io.espalier.cost.transfer;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Prints how well the latency of every device of a public table is predicted from 10 networks measured on it and all
 * other devices. Run by {@code benchmarks/transfer}.
 */
final class TransferTable {
    private static final int MEASURED = 10;
    private static final double NOISE = .2;

    private TransferTable() {}

    /**
     * One device left out: rank correlations over the networks that were not measured, and how many of their latencies
     * lie in the 90 % interval.
     */
    record Score(String device, double transfer, double leastSquares, double ridge, double covered, double error) {}

    /** @param arguments the folder of the public tables */
    public static void main(String[] arguments) {
        Path tables = Path.of(arguments[0]);
        print(ChoiceTable.nasBench201(tables), System.out);
        print(ChoiceTable.fbnet(tables), System.out);
    }

    static List<Score> scores(ChoiceTable table) {
        ChoiceFeatures features = new ChoiceFeatures(table);
        List<Score> scores = new ArrayList<>();
        for (String device : table.devices()) {
            scores.add(leftOut(table, features, device));
        }
        return scores;
    }

    private static Score leftOut(ChoiceTable table, ChoiceFeatures space, String device) {
        List<String> known =
                table.devices().stream().filter(one -> !one.equals(device)).toList();
        TransferFeatures features = space.of(known);
        int[] measured = AnchorChoice.choose(features, MEASURED, NOISE);
        double[] truth = Objects.requireNonNull(table.latenciesMs().get(device));
        double[] ms = at(measured, truth);
        LatencyTransfer transfer = LatencyTransfer.fit(features.rows(measured), ms, TransferPrior.OF_NETWORKS);
        double[][] others = known.stream()
                .map(one -> Objects.requireNonNull(table.latenciesMs().get(one)))
                .toArray(double[][]::new);
        int[] rest = rest(table.networks(), measured);
        double[] predicted = at(rest, transfer.predict(features));
        double[] held = at(rest, truth);
        int covered = 0;
        double[] errors = new double[rest.length];
        for (int i = 0; i < rest.length; i++) {
            LatencyTransfer.Estimate estimate = transfer.estimate(features, rest[i]);
            covered += estimate.low() <= held[i] && held[i] <= estimate.high() ? 1 : 0;
            errors[i] = Math.abs(predicted[i] / held[i] - 1);
        }
        java.util.Arrays.sort(errors);
        return new Score(
                device,
                spearman(predicted, held),
                spearman(at(rest, TransferBaselines.nonNegativeLeastSquares(others, measured, ms)), held),
                ridge(table, space, truth),
                (double) covered / rest.length,
                errors[errors.length / 2]);
    }

    /** Knows no other device, so it measures the networks that tell most about structure. */
    private static double ridge(ChoiceTable table, ChoiceFeatures space, double[] truth) {
        int[] measured = AnchorChoice.choose(space.of(List.of()), MEASURED, NOISE);
        int[] rest = rest(table.networks(), measured);
        double[] predicted = TransferBaselines.ridge(space.structureOnly(), measured, at(measured, truth));
        return spearman(at(rest, predicted), at(rest, truth));
    }

    private static int[] rest(int networks, int[] measured) {
        List<Integer> chosen = java.util.Arrays.stream(measured).boxed().toList();
        return java.util.stream.IntStream.range(0, networks)
                .filter(network -> !chosen.contains(network))
                .toArray();
    }

    private static double[] at(int[] rows, double[] values) {
        double[] some = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            some[i] = values[rows[i]];
        }
        return some;
    }

    private static double spearman(double[] left, double[] right) {
        return new SpearmansCorrelation().correlation(left, right);
    }

    private static void print(ChoiceTable table, PrintStream out) {
        List<Score> scores = scores(table);
        out.printf(
                "%n## %s: %,d networks, %d devices%n%n",
                table.name(), table.networks(), table.devices().size());
        out.println("| device left out | transfer | non-negative least squares | ridge on structure "
                + "| median error | in the 90 % interval |");
        out.println("|---|---|---|---|---|---|");
        scores.forEach(score -> row(score.device(), score, out));
        row(
                "**mean**",
                new Score(
                        "",
                        mean(scores, Score::transfer),
                        mean(scores, Score::leastSquares),
                        mean(scores, Score::ridge),
                        mean(scores, Score::covered),
                        mean(scores, Score::error)),
                out);
    }

    private static double mean(List<Score> scores, java.util.function.ToDoubleFunction<Score> part) {
        return scores.stream().mapToDouble(part).average().orElse(Double.NaN);
    }

    private static void row(String name, Score score, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.1f %% | %.0f %% |%n",
                name,
                score.transfer(),
                score.leastSquares(),
                score.ridge(),
                100 * score.error(),
                100 * score.covered());
    }
}
