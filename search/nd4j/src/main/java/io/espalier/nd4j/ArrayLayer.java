package io.espalier.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer in plain Java that works on whole arrays, copied to the heap. */
abstract class ArrayLayer implements Layer {
    private final Workers workers;
    private final Scratch heap;
    private final List<TapeValue> inputs;
    private final TapeValue output;
    private final GradientSum gradientSum;
    private final List<@Nullable GradientBuffer> inputGradients = new ArrayList<>();
    private @Nullable GradientBuffer outputGradient;

    /** @param heap shared by the layers of a tape, which run one after the other */
    ArrayLayer(Workers workers, Scratch heap, List<TapeValue> inputs, TapeValue output) {
        this.workers = workers;
        this.heap = heap;
        this.inputs = List.copyOf(inputs);
        this.output = output;
        gradientSum = new GradientSum(workers);
    }

    /** Fills {@code y}, whose contents are left over. @param x the inputs */
    abstract void forward(List<float[]> x, float[] y);

    /**
     * Fills the gradients by the inputs, whose contents are left over.
     *
     * @param gradientsX by input; null: it is not wanted
     */
    abstract void backward(List<float[]> x, float[] y, float[] gradientY, List<float @Nullable []> gradientsX);

    final Workers workers() {
        return workers;
    }

    /** Numbers of the output. */
    final int elements() {
        return output.elements();
    }

    @Override
    public final void planGradients(GradientPool pool) {
        List<GradientBuffer> sources = output.gradients();
        if (sources.isEmpty()) {
            return;
        }
        outputGradient = gradientSum.plan(pool, sources);
        for (TapeValue input : inputs) {
            GradientBuffer buffer = input.isTrained() ? pool.take(input.elements()) : null;
            if (buffer != null) {
                input.addGradient(buffer);
            }
            inputGradients.add(buffer);
        }
        gradientSum.release(pool);
    }

    @Override
    public final void forward() {
        float[] y = heap.floats(inputs.size(), output.elements());
        forward(values(), y);
        output.memory().floats().put(0, y, 0, output.elements());
    }

    private List<float[]> values() {
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.add(read(inputs.get(i).memory(), i));
        }
        return values;
    }

    private float[] read(NativeArray array, int slot) {
        float[] copy = heap.floats(slot, array.elements());
        array.floats().get(0, copy, 0, array.elements());
        return copy;
    }

    @Override
    public final void backward() {
        if (outputGradient == null || inputGradients.stream().allMatch(buffer -> buffer == null)) {
            return;
        }
        gradientSum.run();
        float[] y = read(output.memory(), inputs.size());
        float[] gradientY = read(outputGradient.memory(), inputs.size() + 1);
        List<float @Nullable []> gradientsX = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            boolean wanted = inputGradients.get(i) != null;
            gradientsX.add(
                    wanted ? heap.floats(inputs.size() + 2 + i, inputs.get(i).elements()) : null);
        }
        backward(values(), y, gradientY, gradientsX);
        for (int i = 0; i < inputs.size(); i++) {
            GradientBuffer buffer = inputGradients.get(i);
            float[] gradient = gradientsX.get(i);
            if (buffer != null && gradient != null) {
                buffer.memory().floats().put(0, gradient, 0, inputs.get(i).elements());
            }
        }
    }
}
