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

/**
 * Prints how well each rung of a rank study ranks cuts as the long training does. Run by {@code benchmarks/rank-study};
 * it can be run on the file of a study that is not over.
 */
final class RankTable {
    private static final String TRUTH = "f3-1";
    private static final String TRUTH_AGAIN = "f3-2";
    private static final int FEWEST = 5;

    private final Map<String, RankScore> scores;
    private final PrintStream out;

    private RankTable(Map<String, RankScore> scores, PrintStream out) {
        this.scores = scores;
        this.out = out;
    }

    /** @param arguments the file of scores */
    public static void main(String[] arguments) throws IOException {
        new RankTable(RankScore.read(Path.of(arguments[0])), System.out).print();
    }

    private void print() {
        out.println("| rung | judged by | Spearman with F3, all | Pareto-best third | cuts | median seconds |");
        out.println("|---|---|---|---|---|---|");
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
    }

    private void row(String title, String rung, String judge, ToDoubleFunction<RankScore> judged) {
        List<String> cuts = IntStream.range(0, scores.size())
                .mapToObj("%02d"::formatted)
                .filter(cut -> scores.containsKey(rung + ' ' + cut) && scores.containsKey(TRUTH + ' ' + cut))
                .toList();
        if (cuts.size() < FEWEST) {
            return;
        }
        List<String> best = best(cuts);
        out.printf(
                Locale.ROOT,
                "| %s | %s | %.3f | %.3f | %d | %.1f |%n",
                title,
                judge,
                spearman(cuts, rung, judged),
                spearman(best, rung, judged),
                cuts.size(),
                cuts.stream()
                        .mapToDouble(cut -> score(rung, cut).seconds())
                        .sorted()
                        .skip(cuts.size() / 2)
                        .findFirst()
                        .orElse(0));
    }

    private RankScore score(String rung, String cut) {
        return java.util.Objects.requireNonNull(scores.get(rung + ' ' + cut));
    }

    private double spearman(List<String> cuts, String rung, ToDoubleFunction<RankScore> judged) {
        double[] truth = cuts.stream()
                .mapToDouble(cut -> score(TRUTH, cut).test().accuracy())
                .toArray();
        double[] guess = cuts.stream()
                .mapToDouble(cut -> judged.applyAsDouble(score(rung, cut)))
                .toArray();
        return new SpearmansCorrelation().correlation(truth, guess);
    }

    /** The third that lies foremost, by non-dominated rank of error and MACs. */
    private List<String> best(List<String> cuts) {
        List<double[]> vectors = cuts.stream()
                .<double[]>map(cut -> new double[] {
                    1 - score(TRUTH, cut).test().accuracy(), score(TRUTH, cut).macs()
                })
                .toList();
        int[] ranks = Dominance.ranks(vectors);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, cuts.size()).boxed().toList());
        order.sort(Comparator.comparingInt(i -> ranks[i]));
        int last = ranks[order.get(Math.max(FEWEST, cuts.size() / 3) - 1)];
        return order.stream().filter(i -> ranks[i] <= last).map(cuts::get).toList();
    }
}
