package io.espalier.training;

/** A weight in training. Its arrays have one length and are the engine's own: {@link Descent} changes all but the gradient. */
public interface TrainedWeight {

    float[] value();

    /** Of the last batch. */
    float[] gradient();

    /** The velocity of momentum, or AdamW's mean of gradients; 0 at first. */
    float[] velocity();

    /** AdamW's mean of squared gradients; 0 at first. */
    float[] squares();

    /** Whether weight decay applies. */
    boolean isDecayed();
}
