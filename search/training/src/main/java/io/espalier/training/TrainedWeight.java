package io.espalier.training;

/** A weight in training. Its arrays have one length and are the engine's own: {@link Descent} changes all but the gradient. */
public interface TrainedWeight {

    /** Of the weight in the model. */
    String name();

    float[] value();

    /** Where the file has the number that the engine has at {@code index}. */
    int place(int index);

    /** Of the last batch. */
    float[] gradient();

    /** The velocity of momentum, or AdamW's mean of gradients; 0 at first. */
    float[] velocity();

    /** AdamW's mean of squared gradients; 0 at first. */
    float[] squares();

    /** Whether weight decay applies. */
    boolean isDecayed();
}
