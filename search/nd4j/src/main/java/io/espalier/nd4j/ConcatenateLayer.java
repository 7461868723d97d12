package io.espalier.nd4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays the channels of several values side by side. */
final class ConcatenateLayer implements Layer {
    private final Workers workers;
    private final List<TapeValue> inputs;
    private final TapeValue output;
    private List<GradientBuffer> sources = List.of();
    private final @Nullable GradientBuffer[] inputGradients;

    ConcatenateLayer(Workers workers, List<TapeValue> inputs, TapeValue output) {
        this.workers = workers;
        this.inputs = List.copyOf(inputs);
        this.output = output;
        inputGradients = new GradientBuffer[inputs.size()];
    }

    @Override
    public void planGradients(GradientPool pool) {
        sources = output.gradients();
        for (int i = 0; i < inputGradients.length && !sources.isEmpty(); i++) {
            TapeValue input = inputs.get(i);
            if (input.isTrained()) {
                GradientBuffer gradient = pool.take(input.elements());
                inputGradients[i] = gradient;
                input.addGradient(gradient);
            }
        }
        pool.release(sources);
    }

    @Override
    public void forward() {
        int all = output.size().elements();
        workers.run(output.batch(), (scratch, from, to) -> {
            float[] whole = scratch.floats(0, all);
            for (int image = from; image < to; image++) {
                int channel = 0;
                for (TapeValue input : inputs) {
                    int elements = input.size().elements();
                    float[] part = scratch.floats(1, elements);
                    input.memory().floats().get(image * elements, part, 0, elements);
                    copy(part, input.size().channels(), whole, channel, false);
                    channel += input.size().channels();
                }
                output.memory().floats().put(image * all, whole, 0, all);
            }
        });
    }

    @Override
    public void backward() {
        if (sources.isEmpty()) {
            return;
        }
        int all = output.size().elements();
        workers.run(output.batch(), (scratch, from, to) -> {
            float[] whole = scratch.floats(0, all);
            for (int image = from; image < to; image++) {
                GradientSum.load(sources, image * all, whole, scratch.floats(1, all), all);
                int channel = 0;
                for (int i = 0; i < inputGradients.length; i++) {
                    Size size = inputs.get(i).size();
                    GradientBuffer target = inputGradients[i];
                    if (target != null) {
                        float[] part = scratch.floats(2, size.elements());
                        copy(part, size.channels(), whole, channel, true);
                        target.memory().floats().put(image * size.elements(), part, 0, size.elements());
                    }
                    channel += size.channels();
                }
            }
        });
    }

    /** Copies the channels of one part into their place in the whole, or back. */
    private void copy(float[] part, int channels, float[] whole, int firstChannel, boolean back) {
        int allChannels = output.size().channels();
        for (int pixel = 0; pixel < output.size().pixels(); pixel++) {
            int inWhole = pixel * allChannels + firstChannel;
            if (back) {
                System.arraycopy(whole, inWhole, part, pixel * channels, channels);
            } else {
                System.arraycopy(part, pixel * channels, whole, inWhole, channels);
            }
        }
    }
}
