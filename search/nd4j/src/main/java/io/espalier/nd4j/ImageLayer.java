package io.espalier.nd4j;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer in plain Java that treats image by image, on heap copies, channels last. */
abstract class ImageLayer implements Layer {
    private final Workers workers;
    private final TapeValue input;
    private final TapeValue output;
    private List<GradientBuffer> sources = List.of();
    private @Nullable GradientBuffer inputGradient;

    ImageLayer(Workers workers, TapeValue input, TapeValue output) {
        this.workers = workers;
        this.input = input;
        this.output = output;
    }

    /** Fills {@code y}, whose contents are left over. */
    abstract void forward(float[] x, float[] y);

    /** Adds to {@code gradientX}, which is 0. */
    abstract void backward(float[] x, float[] y, float[] gradientY, float[] gradientX);

    final Size in() {
        return input.size();
    }

    final Size out() {
        return output.size();
    }

    @Override
    public final void planGradients(GradientPool pool) {
        sources = output.gradients();
        if (!sources.isEmpty() && input.isTrained()) {
            inputGradient = pool.take(input.elements());
            input.addGradient(inputGradient);
        }
        pool.release(sources);
    }

    @Override
    public final void forward() {
        workers.run(input.batch(), (scratch, from, to) -> {
            int inElements = in().elements();
            int outElements = out().elements();
            float[] x = scratch.floats(0, inElements);
            float[] y = scratch.floats(1, outElements);
            for (int image = from; image < to; image++) {
                input.memory().floats().get(image * inElements, x, 0, inElements);
                forward(x, y);
                output.memory().floats().put(image * outElements, y, 0, outElements);
            }
        });
    }

    @Override
    public final void backward() {
        GradientBuffer target = inputGradient;
        if (target == null) {
            return;
        }
        workers.run(input.batch(), (scratch, from, to) -> {
            int inElements = in().elements();
            int outElements = out().elements();
            float[] x = scratch.floats(0, inElements);
            float[] y = scratch.floats(1, outElements);
            float[] gradientY = scratch.floats(2, outElements);
            float[] gradientX = scratch.floats(3, inElements);
            for (int image = from; image < to; image++) {
                GradientSum.load(sources, image * outElements, gradientY, y, outElements);
                input.memory().floats().get(image * inElements, x, 0, inElements);
                output.memory().floats().get(image * outElements, y, 0, outElements);
                Arrays.fill(gradientX, 0, inElements, 0);
                backward(x, y, gradientY, gradientX);
                target.memory().floats().put(image * inElements, gradientX, 0, inElements);
            }
        });
    }
}
