package io.espalier.app.benchmark;

import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.data.ImageSet;
import java.util.Locale;

/**
 * What can be told of a network by its logits on labelled images.
 *
 * @param accuracy share of right answers
 * @param crossEntropy with the labels, nats an image
 * @param divergence from the parent, KL(parent ‖ network), nats an image
 */
record Likeness(double accuracy, double crossEntropy, double divergence) {

    /** @param parent logits of the parent on the same images */
    static Likeness of(float[][] logits, float[][] parent, ImageSet images) {
        double right = 0;
        double entropy = 0;
        double divergence = 0;
        for (int i = 0; i < logits.length; i++) {
            int label = images.label(i);
            double[] own = logarithms(logits[i]);
            double[] wanted = logarithms(parent[i]);
            right += AccuracyEvaluator.best(logits[i]) == label ? 1 : 0;
            entropy -= own[label];
            for (int c = 0; c < own.length; c++) {
                divergence += Math.exp(wanted[c]) * (wanted[c] - own[c]);
            }
        }
        return new Likeness(right / logits.length, entropy / logits.length, divergence / logits.length);
    }

    private static double[] logarithms(float[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - greatest);
        }
        double[] logarithms = new double[logits.length];
        for (int c = 0; c < logits.length; c++) {
            logarithms[c] = logits[c] - greatest - Math.log(sum);
        }
        return logarithms;
    }

    /** Of three columns of a table. */
    static Likeness of(String[] columns, int from) {
        return new Likeness(
                Double.parseDouble(columns[from]),
                Double.parseDouble(columns[from + 1]),
                Double.parseDouble(columns[from + 2]));
    }

    /** As columns of a table. */
    String columns() {
        return String.format(Locale.ROOT, "%.5f,%.5f,%.5f", accuracy, crossEntropy, divergence);
    }
}
