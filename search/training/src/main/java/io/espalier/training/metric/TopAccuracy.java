package io.espalier.training.metric;

import io.espalier.training.Accuracy;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The share of labels that are among the {@code k} classes of the highest scores. With one label an example the standard
 * error is binomial; with several it is that of the mean over the examples' own shares.
 *
 * @param k 1 or more
 * @param output that holds scores {@code [n, classes]} or {@code [n, classes, places...]}
 * @param target class numbers; negative ones do not count
 */
record TopAccuracy(int k, String output, String target, int classes) implements OutputMetric {

    @Override
    public String name() {
        return "top" + k;
    }

    @Override
    public boolean isHigherBetter() {
        return true;
    }

    @Override
    public double guessing() {
        return Math.min(k, classes - 1) / (double) classes;
    }

    @Override
    public Tally tally() {
        return new Counts();
    }

    private final class Counts implements Tally {
        private final Mean shares = new Mean();
        private final List<Float> examples = new ArrayList<>();
        private int correct;
        private boolean isOneLabelEach = true;

        @Override
        public void add(Tensor said, Tensor right) {
            ClassScores scores = new ClassScores(output, said, right, classes);
            isOneLabelEach &= scores.places() == 1;
            for (int example = 0; example < scores.examples(); example++) {
                int counted = 0;
                int hits = 0;
                for (int place = 0; place < scores.places(); place++) {
                    if (scores.label(example, place) >= 0) {
                        counted++;
                        hits += scores.ahead(example, place) < k ? 1 : 0;
                    }
                }
                if (counted > 0) {
                    correct += hits;
                    shares.add((double) hits / counted);
                    examples.add((float) hits / counted);
                }
            }
        }

        @Override
        public Accuracy accuracy() {
            if (shares.count() == 0) {
                throw new InvalidDataException("No example has a label (%s) that counts.".formatted(target));
            }
            return isOneLabelEach
                    ? Accuracy.of(correct, shares.count())
                    : new Accuracy(shares.mean(), shares.standardError(), shares.count());
        }

        @Override
        public ExampleScores examples() {
            return ExampleScores.of(examples);
        }
    }
}
