package io.espalier.cost.latency;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small tree of yes-or-no questions, each whether one feature is at most a border; a leaf answers a mean. */
final class RegressionTree {
    private static final int DEPTH = 5;
    private static final int FEWEST_ROWS = 2;
    private static final double LEAST_GAIN = 1e-9;

    private final List<Question> questions = new ArrayList<>();

    /** A question, or with a {@code feature} of −1 an answer. */
    private record Question(int feature, double border, int yes, int no, double answer) {}

    private RegressionTree() {}

    /** The tree that explains {@code targets} of {@code rows} best, greedily. Reorders {@code rows}. */
    static RegressionTree grow(FeatureBins bins, double[] targets, int[] rows) {
        RegressionTree tree = new RegressionTree();
        tree.grow(bins, targets, rows, 0, rows.length, 0);
        return tree;
    }

    double predict(double[] row) {
        Question question = questions.get(0);
        while (question.feature >= 0) {
            question = questions.get(row[question.feature] <= question.border ? question.yes : question.no);
        }
        return question.answer;
    }

    /** Grows the part for the rows from {@code from} to before {@code to}; its place in the list. */
    private int grow(FeatureBins bins, double[] targets, int[] rows, int from, int to, int depth) {
        int place = questions.size();
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += targets[rows[i]];
        }
        Question leaf = new Question(-1, 0, 0, 0, sum / (to - from));
        questions.add(leaf);
        Split split = depth == DEPTH || to - from < 2 * FEWEST_ROWS ? null : best(bins, targets, rows, from, to, sum);
        if (split != null) {
            int middle = partition(bins.bins()[split.feature], split.bin, rows, from, to);
            int yes = grow(bins, targets, rows, from, middle, depth + 1);
            int no = grow(bins, targets, rows, middle, to, depth + 1);
            double border = bins.borders()[split.feature][split.bin];
            questions.set(place, new Question(split.feature, border, yes, no, leaf.answer));
        }
        return place;
    }

    /** Rows up to {@code bin} go one way. */
    private record Split(int feature, int bin) {}

    private static @Nullable Split best(FeatureBins bins, double[] targets, int[] rows, int from, int to, double sum) {
        int count = to - from;
        double most = sum * sum / count + LEAST_GAIN;
        Split best = null;
        for (int feature = 0; feature < bins.features(); feature++) {
            byte[] of = bins.bins()[feature];
            int borders = bins.borders()[feature].length;
            double[] sums = new double[borders + 1];
            int[] counts = new int[borders + 1];
            for (int i = from; i < to; i++) {
                sums[of[rows[i]]] += targets[rows[i]];
                counts[of[rows[i]]]++;
            }
            double below = 0;
            int rowsBelow = 0;
            for (int bin = 0; bin < borders; bin++) {
                below += sums[bin];
                rowsBelow += counts[bin];
                if (rowsBelow >= FEWEST_ROWS && count - rowsBelow >= FEWEST_ROWS) {
                    double above = sum - below;
                    double explained = below * below / rowsBelow + above * above / (count - rowsBelow);
                    if (explained > most) {
                        most = explained;
                        best = new Split(feature, bin);
                    }
                }
            }
        }
        return best;
    }

    private static int partition(byte[] bins, int bin, int[] rows, int from, int to) {
        int middle = from;
        for (int i = from; i < to; i++) {
            if (bins[rows[i]] <= bin) {
                int row = rows[i];
                rows[i] = rows[middle];
                rows[middle++] = row;
            }
        }
        return middle;
    }
}
