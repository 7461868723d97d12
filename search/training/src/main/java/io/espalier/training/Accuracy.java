package io.espalier.training;

import java.util.Locale;

/**
 * How good a network is at its task, whatever that is: 1 is perfect, and more is better. Of a classifier it is the share of
 * right answers.
 *
 * @param value at most 1; below 0 where a network is worse than a guess that counts 0
 * @param standardError of the value, over the examples; 0 or more
 * @param total number of examples, 1 or more
 */
public record Accuracy(double value, double standardError, int total) {
    public Accuracy {
        if (!(value <= 1) || !(standardError >= 0) || Double.isInfinite(value + standardError) || total < 1) {
            throw new IllegalArgumentException(
                    "An accuracy of %s ± %s over %d examples must be at most 1, with a standard error of 0 or more."
                            .formatted(value, standardError, total));
        }
    }

    /** The share of right answers with its binomial standard error. */
    public static Accuracy of(int correct, int total) {
        if (total < 1 || correct < 0 || correct > total) {
            throw new IllegalArgumentException(
                    "An accuracy of %d of %d must have 0 <= correct <= total, total > 0.".formatted(correct, total));
        }
        double share = (double) correct / total;
        return new Accuracy(share, Math.sqrt(share * (1 - share) / total), total);
    }

    /** With its standard error, such as {@code 91.50 ± 0.28 %}. */
    public String percent() {
        return percent(value, standardError);
    }

    /** A share with its standard error, such as {@code 91.50 ± 0.28 %}. */
    public static String percent(double share, double standardError) {
        return String.format(Locale.ROOT, "%.2f ± %.2f %%", 100 * share, 100 * standardError);
    }

    /** Right answers, where the value is the share of them. */
    public int correct() {
        return (int) Math.round(value * total);
    }
}
