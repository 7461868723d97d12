package io.espalier.app.benchmark;

import io.espalier.search.objective.Dominance;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Prints how well each rung of a rank study ranks cuts as the long training does. Run by {@code benchmarks/rank-study};
 * of a study that is not over, it takes the cuts that are.
 */
final class RankTable {
    private static final String TRUTH = "f3-1";
    private static final String TRUTH_AGAIN = "f3-2";
    private static final List<String> RUNGS = List.of("f0", "bn", "f1", "f2", TRUTH, TRUTH_AGAIN);
    private static final int FEWEST = 5;

    private final Map<String, RankScore> scores;
    private final List<String> cuts;
    private final List<List<String>> columns;
    private final PrintStream out;

    private RankTable(Map<String, RankScore> scores, PrintStream out) {
        this.scores = scores;
        this.cuts = IntStream.range(0, scores.size())
                .mapToObj("%02d"::formatted)
                .filter(cut -> RUNGS.stream().allMatch(rung -> scores.containsKey(rung + ' ' + cut)))
                .toList();
        this.columns = cuts.size() < FEWEST ? List.of() : List.of(cuts, every(0), every(1), best());
        this.out = out;
    }

    /** @param arguments the file of scores */
    public static void main(String[] arguments) throws IOException {
        new RankTable(RankScore.read(Path.of(arguments[0])), System.out).print();
    }

    private void print() {
        if (columns.isEmpty()) {
            out.printf("%d cuts have all their scores: too few to rank.%n", cuts.size());
            return;
        }
        out.printf("Spearman with F3 over %d cuts, %d of them by widths only:%n%n", cuts.size(), every(0).size());
        out.println(
                "| rung | judged by | all | widths only | with blocks removed | Pareto-best third | median seconds |");
        out.println("|---|---|---|---|---|---|---|");
        row("F0: sum of single cuts", "f0", "accuracy", one -> one.subset().accuracy());
        row("re-calibrated", "bn", "accuracy", one -> one.subset().accuracy());
        row("re-calibrated", "bn", "divergence", one -> -one.subset().divergence());
        row("F1: repaired, re-calibrated", "f1", "accuracy", one -> one.subset().accuracy());
        row(
                "F1: repaired, re-calibrated",
                "f1",
                "cross-entropy",
                one -> -one.subset().crossEntropy());
        row(
                "F1: repaired, re-calibrated",
                "f1",
                "divergence",
                one -> -one.subset().divergence());
        row("F2: 98 steps", "f2", "accuracy", one -> one.subset().accuracy());
        row("F2: 98 steps", "f2", "divergence", one -> -one.subset().divergence());
        row(
                "F3 with another seed (ceiling)",
                TRUTH_AGAIN,
                "test accuracy",
                one -> one.test().accuracy());
        row("MACs", TRUTH, "", RankScore::macs);
        SummaryStatistics truths = new SummaryStatistics();
        SummaryStatistics differences = new SummaryStatistics();
        for (String cut : cuts) {
            truths.addValue(truth(TRUTH, cut));
            differences.addValue(truth(TRUTH, cut) - truth(TRUTH_AGAIN, cut));
        }
        out.printf(
                Locale.ROOT,
                "%nTest accuracies after F3: %.2f %% with a standard deviation of %.2f; of the seeds of a cut %.2f.%n",
                100 * truths.getMean(),
                100 * truths.getStandardDeviation(),
                100 * Math.sqrt(differences.getSumsq() / 2 / cuts.size()));
    }

    /** By turns: {@link DrawnCuts} removes blocks from every second cut. */
    private List<String> every(int remainder) {
        return cuts.stream()
                .filter(cut -> Integer.parseInt(cut) % 2 == remainder)
                .toList();
    }

    private void row(String title, String rung, String judge, ToDoubleFunction<RankScore> judged) {
        out.printf("| %s | %s |", title, judge);
        for (List<String> some : columns) {
            out.print(
                    some.size() < FEWEST ? " |" : String.format(Locale.ROOT, " %.3f |", spearman(some, rung, judged)));
        }
        out.printf(
                Locale.ROOT,
                " %.1f |%n",
                cuts.stream()
                        .mapToDouble(cut -> score(rung, cut).seconds())
                        .sorted()
                        .skip(cuts.size() / 2)
                        .findFirst()
                        .orElseThrow());
    }

    private RankScore score(String rung, String cut) {
        return java.util.Objects.requireNonNull(scores.get(rung + ' ' + cut));
    }

    private double truth(String rung, String cut) {
        return score(rung, cut).test().accuracy();
    }

    private double spearman(List<String> cuts, String rung, ToDoubleFunction<RankScore> judged) {
        double[] truth = cuts.stream().mapToDouble(cut -> truth(TRUTH, cut)).toArray();
        double[] guess = cuts.stream()
                .mapToDouble(cut -> judged.applyAsDouble(score(rung, cut)))
                .toArray();
        return new SpearmansCorrelation().correlation(truth, guess);
    }

    /** The third that lies foremost, by non-dominated rank of error and MACs. */
    private List<String> best() {
        List<double[]> vectors = cuts.stream()
                .<double[]>map(cut ->
                        new double[] {1 - truth(TRUTH, cut), score(TRUTH, cut).macs()})
                .toList();
        int[] ranks = Dominance.ranks(vectors);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, cuts.size()).boxed().toList());
        order.sort(Comparator.comparingInt(i -> ranks[i]));
        int last = ranks[order.get(Math.max(FEWEST, cuts.size() / 3) - 1)];
        return order.stream().filter(i -> ranks[i] <= last).map(cuts::get).toList();
    }
}
