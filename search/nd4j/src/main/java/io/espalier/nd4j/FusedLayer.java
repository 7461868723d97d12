package io.espalier.nd4j;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code clip(norm(x) + added)} in two passes over memory forward and two backward, each part optional. With ND4J's own
 * operations the same takes five times longer.
 */
final class FusedLayer implements Layer {
    private final TapeValue input;
    private final TapeValue output;
    private final @Nullable TapeValue added;
    private final @Nullable BatchNorm norm;
    private final @Nullable Limits limits;
    private final TiledRows rows;
    private final Coefficients coefficients;
    private List<GradientBuffer> sources = List.of();
    private @Nullable GradientBuffer masked;
    private @Nullable GradientBuffer inputGradient;

    /** Three vectors by channel, each repeated over a tile. */
    private record Coefficients(float[] a, float[] b, float[] c) {
        static Coefficients ofLength(int length) {
            return new Coefficients(new float[length], new float[length], new float[length]);
        }
    }

    FusedLayer(
            Workers workers,
            TapeValue input,
            TapeValue output,
            @Nullable BatchNorm norm,
            @Nullable TapeValue added,
            @Nullable Limits limits) {
        this.input = input;
        this.output = output;
        this.norm = norm;
        this.added = added;
        this.limits = limits;
        rows = new TiledRows(workers, output.rows(), output.size().channels());
        coefficients = Coefficients.ofLength(rows.tileLength());
    }

    @Override
    public void planGradients(GradientPool pool) {
        sources = output.gradients();
        if (sources.isEmpty()) {
            return;
        }
        if (norm == null && limits == null) {
            // A sum hands its gradient on as it is.
            sources.forEach(this::passOn);
            sources.forEach(source -> passTo(added, source));
        } else {
            GradientBuffer target = pool.takeOver(sources);
            masked = target;
            passTo(added, target);
            boolean shared = norm != null && added != null && added.isTrained();
            GradientBuffer last = shared ? pool.take(input.elements()) : target;
            inputGradient = last;
            passOn(last);
        }
        pool.release(sources);
        if (masked != null) {
            pool.giveBack(masked);
        }
    }

    private void passOn(GradientBuffer gradient) {
        passTo(input, gradient);
    }

    private static void passTo(@Nullable TapeValue value, GradientBuffer gradient) {
        if (value != null && value.isTrained()) {
            value.addGradient(gradient);
        }
    }

    @Override
    public void forward() {
        if (norm != null) {
            normalize(norm);
        }
        FloatBuffer in = input.memory().floats();
        FloatBuffer out = output.memory().floats();
        FloatBuffer other = added == null ? null : added.memory().floats();
        rows.each((scratch, at, length) -> {
            float[] x = scratch.floats(0, length);
            in.get(at, x, 0, length);
            if (norm != null) {
                FusedLoops.affine(x, coefficients.a, coefficients.b, length);
            }
            if (other != null) {
                float[] part = scratch.floats(1, length);
                other.get(at, part, 0, length);
                FusedLoops.add(x, part, length);
            }
            clip(x, length);
            out.put(at, x, 0, length);
        });
    }

    private void clip(float[] x, int length) {
        if (limits == null) {
            return;
        }
        if (limits.low() > Float.NEGATIVE_INFINITY) {
            FusedLoops.atLeast(x, limits.low(), length);
        }
        if (limits.high() < Float.POSITIVE_INFINITY) {
            FusedLoops.atMost(x, limits.high(), length);
        }
    }

    /** First pass: the moments of the batch. */
    private void normalize(BatchNorm batchNorm) {
        if (batchNorm.observes()) {
            observe(batchNorm);
        }
        int channels = output.size().channels();
        float[] factor = new float[channels];
        float[] shift = new float[channels];
        batchNorm.forwardCoefficients(factor, shift);
        rows.repeat(factor, coefficients.a);
        rows.repeat(shift, coefficients.b);
    }

    private void observe(BatchNorm batchNorm) {
        FloatBuffer in = input.memory().floats();
        float[] centre = guessMeans(in);
        rows.repeat(centre, coefficients.c);
        double[] moments = rows.sums((scratch, at, length, sum, squares) -> {
            float[] x = scratch.floats(0, length);
            in.get(at, x, 0, length);
            FusedLoops.moments(x, coefficients.c, sum, squares, length);
        });
        batchNorm.observe(centre, moments, output.rows());
    }

    /** The means of the first pixels. */
    private float[] guessMeans(FloatBuffer in) {
        int channels = output.size().channels();
        int some = Math.min(output.rows(), rows.tileLength() / channels);
        float[] first = new float[some * channels];
        in.get(0, first);
        float[] means = new float[channels];
        for (int i = 0; i < first.length; i++) {
            means[i % channels] += first[i] / some;
        }
        return means;
    }

    @Override
    public void backward() {
        if (masked == null || inputGradient == null) {
            return;
        }
        if (norm == null) {
            FloatBuffer target = masked.memory().floats();
            rows.each((scratch, at, length) -> target.put(at, maskedGradient(scratch, at, length), 0, length));
        } else {
            backwardNorm(norm, masked.memory().floats(), inputGradient.memory().floats());
        }
    }

    private void backwardNorm(BatchNorm batchNorm, FloatBuffer target, FloatBuffer last) {
        int channels = output.size().channels();
        FloatBuffer in = input.memory().floats();
        float[] a = new float[channels];
        float[] b = new float[channels];
        float[] c = new float[channels];
        batchNorm.backwardCentre(c);
        rows.repeat(c, coefficients.c);
        double[] sums = rows.sums((scratch, at, length, sum, products) -> {
            float[] gradient = maskedGradient(scratch, at, length);
            target.put(at, gradient, 0, length);
            float[] x = scratch.floats(2, length);
            in.get(at, x, 0, length);
            FusedLoops.gradientMoments(gradient, x, coefficients.c, sum, products, length);
        });
        batchNorm.backwardCoefficients(sums, output.rows(), a, b, c);
        rows.repeat(a, coefficients.a);
        rows.repeat(b, coefficients.b);
        rows.repeat(c, coefficients.c);
        rows.each((scratch, at, length) -> {
            float[] gradient = scratch.floats(0, length);
            target.get(at, gradient, 0, length);
            float[] x = scratch.floats(2, length);
            in.get(at, x, 0, length);
            FusedLoops.normGradient(gradient, x, coefficients.a, coefficients.b, coefficients.c, length);
            last.put(at, gradient, 0, length);
        });
    }

    /** The gradient behind the activation: 0 where it clipped. */
    private float[] maskedGradient(Scratch scratch, int at, int length) {
        float[] gradient = scratch.floats(0, length);
        float[] other = scratch.floats(1, length);
        GradientSum.load(sources, at, gradient, other, length);
        if (limits != null) {
            output.memory().floats().get(at, other, 0, length);
            if (limits.low() > Float.NEGATIVE_INFINITY) {
                FusedLoops.maskLow(gradient, other, limits.low(), length);
            }
            if (limits.high() < Float.POSITIVE_INFINITY) {
                FusedLoops.maskHigh(gradient, other, limits.high(), length);
            }
        }
        return gradient;
    }
}
