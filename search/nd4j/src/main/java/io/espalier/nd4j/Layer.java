package io.espalier.nd4j;

/**
 * One operation of the tape on one batch. Life: {@link #planGradients} of all layers, last first; then for each batch
 * {@link #forward} of all, first to last, and {@link #backward}, last to first.
 */
interface Layer {

    /**
     * Takes the gradients that readers of the output left there, and leaves buffers at the inputs that
     * {@link #backward} will fill.
     */
    void planGradients(GradientPool pool);

    void forward();

    /** Adds to the gradients of its parameters, too. */
    void backward();
}
