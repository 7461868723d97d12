package io.espalier.training.metric;

import io.espalier.training.Accuracy;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Of each class, the places where it is both said and right, of those where it is either, over all examples together; the
 * mean over the classes that occur (Everingham et al., "The PASCAL Visual Object Classes Challenge", 2015). The standard
 * error is the jackknife's, leaving out one example after another (Efron and Stein, "The jackknife estimate of variance",
 * 1981).
 *
 * @param output that holds scores {@code [n, classes, places...]}
 * @param target class numbers {@code [n, places...]}; negative ones do not count
 */
record MeanIntersectionOverUnion(String output, String target, int classes) implements OutputMetric {

    @Override
    public String name() {
        return "miou";
    }

    @Override
    public boolean isHigherBetter() {
        return true;
    }

    /** More than the same class everywhere ever reaches. */
    @Override
    public double guessing() {
        return 1.0 / classes;
    }

    @Override
    public Tally tally() {
        return new Overlaps();
    }

    private final class Overlaps implements Tally {
        /** Of each example, by class: places in both, then places in either. */
        private final List<int[][]> examples = new ArrayList<>();

        private final long[][] sums = new long[2][classes];

        @Override
        public void add(Tensor said, Tensor right) {
            ClassScores scores = new ClassScores(output, said, right, classes);
            for (int example = 0; example < scores.examples(); example++) {
                int[][] own = new int[2][classes];
                for (int place = 0; place < scores.places(); place++) {
                    int label = scores.label(example, place);
                    if (label >= 0) {
                        int best = scores.best(example, place);
                        own[1][label]++;
                        if (best == label) {
                            own[0][label]++;
                        } else {
                            own[1][best]++;
                        }
                    }
                }
                for (int part = 0; part < 2; part++) {
                    for (int c = 0; c < classes; c++) {
                        sums[part][c] += own[part][c];
                    }
                }
                examples.add(own);
            }
        }

        @Override
        public Accuracy accuracy() {
            double whole = without(new int[2][classes]);
            if (Double.isNaN(whole)) {
                throw new InvalidDataException("No example has a label (%s) that counts.".formatted(target));
            }
            Mean left = new Mean();
            examples.forEach(example -> left.add(without(example, whole)));
            int count = examples.size();
            // The jackknife's variance is (n − 1) / n · Σ (value − mean)², and that sum is (n − 1) · n · error².
            return new Accuracy(whole, (count - 1) * left.standardError(), count);
        }

        /** The jackknife's pseudo-values. */
        @Override
        public ExampleScores examples() {
            double whole = without(new int[2][classes]);
            int count = examples.size();
            return ExampleScores.of(examples.stream()
                    .map(example -> (float) (count * whole - (count - 1) * without(example, whole)))
                    .toList());
        }

        /** @param otherwise where no class is left */
        private double without(int[][] example, double otherwise) {
            double value = without(example);
            return Double.isNaN(value) ? otherwise : value;
        }

        private double without(int[][] example) {
            double sum = 0;
            int occurring = 0;
            for (int c = 0; c < classes; c++) {
                long union = sums[1][c] - example[1][c];
                if (union > 0) {
                    sum += (double) (sums[0][c] - example[0][c]) / union;
                    occurring++;
                }
            }
            return sum / occurring;
        }
    }
}
