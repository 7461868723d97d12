package io.espalier.nd4j;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution by libnd4j (oneDNN where the native build has it), channels last. */
final class ConvolutionLayer implements Layer {
    private static final long PADS_GIVEN = 0;
    private static final long CHANNELS_LAST = 1;

    private final Arena arena;
    private final Form form;
    private final Geometry geometry;
    private final TapeValue input;
    private final TapeValue output;
    private final NativeWeight weight;
    private final @Nullable NativeWeight bias;
    private final GradientSum gradientSum;
    private final Arena.NativeCall forward;
    private Arena.@Nullable NativeCall backward;

    /** Which operation of libnd4j, and how it wants its weight. */
    enum Form {
        /** Weight {@code [out, in, kernel, kernel]}. */
        ORDINARY("conv2d", 1),
        /** Weight {@code [kernel, kernel, channels, multiplier]}: the other orders are slow or crash. */
        DEPTHWISE("depthwise_conv2d", 0);

        private final String operation;
        private final long weightFormat;

        Form(String operation, long weightFormat) {
            this.operation = operation;
            this.weightFormat = weightFormat;
        }

        long[] weightShape(Geometry geometry, int in, int out) {
            return this == ORDINARY
                    ? new long[] {out, in, geometry.kernelHeight(), geometry.kernelWidth()}
                    : new long[] {geometry.kernelHeight(), geometry.kernelWidth(), in, out / in};
        }
    }

    ConvolutionLayer(
            Arena arena,
            Workers workers,
            Form form,
            Geometry geometry,
            TapeValue input,
            TapeValue output,
            NativeWeight weight,
            @Nullable NativeWeight bias) {
        this.arena = arena;
        this.form = form;
        this.geometry = geometry;
        this.input = input;
        this.output = output;
        this.weight = weight;
        this.bias = bias;
        gradientSum = new GradientSum(workers);
        forward = arena.call(
                form.operation,
                withBias(x(), weight.value(weightShape()), bias == null ? null : bias.value(out())),
                new INDArray[] {output.memory().shaped(output.shape())},
                arguments());
    }

    private INDArray x() {
        return input.memory().shaped(input.shape());
    }

    private long out() {
        return output.size().channels();
    }

    private long[] weightShape() {
        return form.weightShape(geometry, input.size().channels(), output.size().channels());
    }

    private long[] arguments() {
        Geometry g = geometry;
        return new long[] {
            g.kernelHeight(),
            g.kernelWidth(),
            g.strideY(),
            g.strideX(),
            g.padY(),
            g.padX(),
            g.dilationY(),
            g.dilationX(),
            PADS_GIVEN,
            CHANNELS_LAST,
            form.weightFormat
        };
    }

    private static INDArray[] withBias(INDArray first, INDArray second, @Nullable INDArray bias) {
        return bias == null ? new INDArray[] {first, second} : new INDArray[] {first, second, bias};
    }

    @Override
    public void planGradients(GradientPool pool) {
        List<GradientBuffer> sources = output.gradients();
        if (sources.isEmpty()) {
            return;
        }
        GradientBuffer outputGradient = gradientSum.plan(pool, sources);
        // libnd4j computes the gradient by the input even where nobody reads it.
        GradientBuffer inputGradient = pool.take(input.elements());
        INDArray gradient = outputGradient.memory().shaped(output.shape());
        INDArray[] inputs = bias == null
                ? new INDArray[] {x(), weight.value(weightShape()), gradient}
                : new INDArray[] {x(), weight.value(weightShape()), bias.value(out()), gradient};
        backward = arena.call(
                form.operation + "_bp",
                inputs,
                withBias(
                        inputGradient.memory().shaped(input.shape()),
                        weight.gradient(weightShape()),
                        bias == null ? null : bias.gradient(out())),
                arguments());
        if (input.isTrained()) {
            input.addGradient(inputGradient);
        }
        gradientSum.release(pool);
        pool.giveBack(inputGradient);
    }

    @Override
    public void forward() {
        weight.load();
        if (bias != null) {
            bias.load();
        }
        forward.run();
    }

    @Override
    public void backward() {
        if (backward == null) {
            return;
        }
        gradientSum.run();
        backward.run();
        weight.addGradient();
        if (bias != null) {
            bias.addGradient();
        }
    }
}
