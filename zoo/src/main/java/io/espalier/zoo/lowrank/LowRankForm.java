package io.espalier.zoo.lowrank;

/** Between which two parts of a layer's weight the cut goes. */
public enum LowRankForm {
    /**
     * A convolution to fewer channels, then one of 1×1 (Denil et al., "Predicting Parameters in Deep Learning", 2013; Zhang et
     * al., "Accelerating Very Deep Convolutional Networks", 2015); a dense layer through fewer neurons.
     */
    CHANNEL,

    /** Of a two-dimensional convolution k×1, then 1×k (Jaderberg et al., "Speeding up CNNs with Low Rank Expansions", 2014). */
    SPATIAL
}
