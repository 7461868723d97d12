package io.espalier.nd4j;

import java.util.List;
import java.util.Map;

/**
 * What a training has to compute, from the structure of a network alone.
 *
 * @param input name of the images
 * @param output name of the value that holds the logits
 * @param zeros names of weights that must be 0: what images are padded with
 * @param sizes of the input and of every step's output
 * @param refusals what cannot be trained, a sentence a node; when there are any, the steps mean nothing
 */
record TapePlan(
        String input,
        String output,
        List<Step> steps,
        List<String> zeros,
        Map<String, Size> sizes,
        List<String> refusals) {
    TapePlan {
        steps = List.copyOf(steps);
        zeros = List.copyOf(zeros);
        sizes = Map.copyOf(sizes);
        refusals = List.copyOf(refusals);
    }

    /** The size of the input or of a step's output. */
    Size size(String value) {
        Size size = sizes.get(value);
        if (size == null) {
            throw new IllegalStateException("The plan has no size of (%s).".formatted(value));
        }
        return size;
    }

    /** The logits of one image. */
    int classes() {
        return size(output).channels();
    }
}
