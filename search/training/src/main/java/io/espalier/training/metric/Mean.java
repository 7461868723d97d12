package io.espalier.training.metric;

/** The mean of numbers with its standard error (Welford, "Note on a method for calculating corrected sums", 1962). */
final class Mean {
    private int count;
    private double mean;
    private double squares;

    void add(double value) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }

    int count() {
        return count;
    }

    double mean() {
        return mean;
    }

    /** By the sample's deviation; 0 for a single number. */
    double standardError() {
        return count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count);
    }
}
