package io.espalier.training;

/** Softmax over the second axis of {@code [n, classes, places...]}, in double precision and without overflow. */
final class Softmax {
    private final int classes;
    private final int places;

    /** @param places how many distributions an example has: 1 for {@code [n, classes]} */
    Softmax(int classes, int places) {
        this.classes = classes;
        this.places = places;
    }

    /** Where the number of a class is. */
    int at(int example, int aClass, int place) {
        return (example * classes + aClass) * places + place;
    }

    /** Writes the logarithms of one distribution. */
    void log(float[] logits, int example, int place, double temperature, double[] result) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            greatest = Math.max(greatest, logits[at(example, c, place)] / temperature);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            result[c] = logits[at(example, c, place)] / temperature - greatest;
            sum += Math.exp(result[c]);
        }
        double log = Math.log(sum);
        for (int c = 0; c < classes; c++) {
            result[c] -= log;
        }
    }
}
