package io.espalier.app.benchmark;

/** A network's predicted latency with its 90 % interval, and the latency measured twice, all in ms. */
record HeldOutError(double predicted, double low, double high, double first, double second, String confidence) {

    /** On a machine that is so much slower than when it was profiled. */
    HeldOutError slowedBy(double slowness) {
        return new HeldOutError(predicted * slowness, low * slowness, high * slowness, first, second, confidence);
    }

    /** Of the prediction, as a share of the first measurement. */
    double error() {
        return predicted / first - 1;
    }

    /** Of the second measurement, as a share of the first. */
    double repeated() {
        return second / first - 1;
    }

    boolean isCovered() {
        return low <= first && first <= high;
    }
}
