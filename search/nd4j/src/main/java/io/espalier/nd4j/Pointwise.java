package io.espalier.nd4j;

/** A function of one number, and its slope. */
interface Pointwise {

    double value(double x);

    /** @param y the value at {@code x} */
    double slope(double x, double y);
}
