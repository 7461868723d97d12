package io.espalier.app.benchmark;

import io.espalier.app.report.Repetition.Spread;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Accuracies in per cent by method and sparsity, one a seed. Thread-safe. */
final class LotteryTable {
    static final String ITERATIVE = "lottery ticket, in rounds: weights back to step %d".formatted(LotteryStudy.REWIND);
    static final String WEIGHTS = "lottery ticket, at once: weights back to step %d".formatted(LotteryStudy.REWIND);
    static final String LEARNING_RATE = "learning rate back to step %d, weights kept".formatted(LotteryStudy.REWIND);
    static final String GRADUAL = "gradual, cubic";
    static final String FINE_TUNED = "at once, fine-tuned";
    static final String REINITIALIZED = "control: the ticket's mask, other fresh weights";
    static final String RANDOM = "control: random mask, weights back to step %d".formatted(LotteryStudy.REWIND);
    private static final List<String> METHODS =
            List.of(ITERATIVE, WEIGHTS, LEARNING_RATE, GRADUAL, FINE_TUNED, REINITIALIZED, RANDOM);

    private final List<Double> sparsities;
    private final List<Double> dense = new ArrayList<>();
    private final Map<String, List<Double>> cells = new LinkedHashMap<>();

    LotteryTable(List<Double> sparsities) {
        this.sparsities = sparsities;
    }

    synchronized void dense(double accuracy) {
        dense.add(accuracy);
    }

    synchronized void add(String method, double sparsity, double accuracy) {
        System.err.printf(Locale.ROOT, "%s at %.3f: %.2f%n", method, sparsity, accuracy);
        cells.computeIfAbsent(method + sparsity, key -> new ArrayList<>()).add(accuracy);
    }

    synchronized void print(String data, PrintStream out) {
        int rest = LotteryStudy.STEPS - LotteryStudy.REWIND;
        out.printf("## LeNet-5 on %s%n%n", data);
        out.printf(
                "Test accuracy in per cent, mean ± standard deviation over %d seeds of weights and batches. Dense: **%s** after %d steps of 64.%n",
                dense.size(), cell(dense), LotteryStudy.STEPS);
        out.printf(
                "Zeros are chosen over all layers by magnitude. *In rounds*: 36 %% of what is left go (two rounds of 20 %%), then %d steps; by %s rounds.%n",
                rest, LotteryStudy.COMPARED);
        out.printf(
                "All others are made sparse once, after %d steps, and have %d more; the first control has %d from fresh weights.%n%n",
                LotteryStudy.STEPS, rest, LotteryStudy.STEPS);
        out.println("| |"
                + sparsities.stream()
                        .map(sparsity -> String.format(Locale.ROOT, " %.1f %% zeros |", 100 * sparsity))
                        .collect(Collectors.joining()));
        out.println("|---|" + "---|".repeat(sparsities.size()));
        for (String method : METHODS) {
            out.println("| " + method + " |"
                    + sparsities.stream()
                            .map(sparsity -> " " + cell(cells.getOrDefault(method + sparsity, List.of())) + " |")
                            .collect(Collectors.joining()));
        }
    }

    /** Mean ± standard deviation over seeds. */
    private static String cell(List<Double> values) {
        Spread spread = Spread.of(values);
        return String.format(Locale.ROOT, "%.2f ± %.2f", spread.mean(), spread.deviation());
    }
}
