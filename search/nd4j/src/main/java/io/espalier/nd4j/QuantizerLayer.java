package io.espalier.nd4j;

import io.espalier.zoo.transform.Levels;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An activation rounded to the levels of one scale. Back, the gradient passes where a number lies between the outermost
 * levels and is 0 elsewhere (Bengio et al., "Estimating or Propagating Gradients Through Stochastic Neurons", 2013); the
 * scale takes in what it makes of them.
 */
final class QuantizerLayer implements Layer {
    private static final int CHUNK = 4096;

    private final Workers workers;
    private final TapeValue input;
    private final TapeValue output;
    private final QuantizerScale scale;
    private final Levels levels;
    private final TiledRows rows;
    private List<GradientBuffer> sources = List.of();
    private @Nullable GradientBuffer inputGradient;

    QuantizerLayer(Workers workers, TapeValue input, TapeValue output, QuantizerScale scale, Levels levels) {
        this.workers = workers;
        this.input = input;
        this.output = output;
        this.scale = scale;
        this.levels = levels;
        rows = new TiledRows(workers, output.elements(), 1);
    }

    @Override
    public void planGradients(GradientPool pool) {
        sources = output.gradients();
        if (!sources.isEmpty() && input.isTrained()) {
            GradientBuffer target = pool.takeOver(sources);
            inputGradient = target;
            input.addGradient(target);
        }
        pool.release(sources);
    }

    @Override
    public void forward() {
        if (scale.observes()) {
            observe();
        }
        float step = scale.step(0);
        FloatBuffer in = input.memory().floats();
        FloatBuffer out = output.memory().floats();
        rows.each((scratch, at, length) -> {
            float[] x = scratch.floats(0, length);
            in.get(at, x, 0, length);
            QuantizerLoops.round(x, step, levels.lowest(), levels.highest(), length);
            out.put(at, x, 0, length);
        });
    }

    private void observe() {
        FloatBuffer in = input.memory().floats();
        int chunks = (in.capacity() + CHUNK - 1) / CHUNK;
        float[] least = new float[chunks];
        float[] greatest = new float[chunks];
        workers.run(chunks, (scratch, from, to) -> {
            float[] x = scratch.floats(0, CHUNK);
            for (int chunk = from; chunk < to; chunk++) {
                int length = Math.min(CHUNK, in.capacity() - chunk * CHUNK);
                in.get(chunk * CHUNK, x, 0, length);
                for (int i = 0; i < length; i++) {
                    least[chunk] = Math.min(least[chunk], x[i]);
                    greatest[chunk] = Math.max(greatest[chunk], x[i]);
                }
            }
        });
        Arrays.sort(least);
        Arrays.sort(greatest);
        scale.observe(0, least[0], greatest[chunks - 1]);
    }

    @Override
    public void backward() {
        if (sources.isEmpty()) {
            return;
        }
        float step = scale.step(0);
        FloatBuffer in = input.memory().floats();
        FloatBuffer target =
                inputGradient == null ? null : inputGradient.memory().floats();
        double[] sums = rows.sums((scratch, at, length, byScale, unused) -> {
            float[] gradient = scratch.floats(0, length);
            float[] x = scratch.floats(1, length);
            GradientSum.load(sources, at, gradient, x, length);
            in.get(at, x, 0, length);
            QuantizerLoops.gradient(gradient, x, step, levels.lowest(), levels.highest(), byScale, length);
            if (target != null) {
                target.put(at, gradient, 0, length);
            }
        });
        scale.add(sums[0]);
    }
}
