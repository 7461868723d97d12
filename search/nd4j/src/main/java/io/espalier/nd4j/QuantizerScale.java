package io.espalier.nd4j;

/** The step of a quantizer, or one for each channel, and where it comes from. */
sealed interface QuantizerScale permits LearnedScale, ObservedScale {

    float step(int channel);

    /** How many steps there are. */
    int size();

    /** Takes in sums of the output's gradients times what a longer step adds to the output, one a step. */
    void add(double... sums);

    /** Called when all weights were moved. */
    void moved();

    /** Whether {@link #observe} is to be called before numbers are rounded. */
    boolean observes();

    /** Takes in the smallest (at most 0) and the greatest (at least 0) of the numbers that a step is to round. */
    void observe(int channel, float least, float greatest);
}
