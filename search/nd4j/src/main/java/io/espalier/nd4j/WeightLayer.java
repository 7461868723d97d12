package io.espalier.nd4j;

import java.util.List;

/** A weight as a value: its numbers forward, its gradient back. */
final class WeightLayer implements Layer {
    private final Parameter parameter;
    private final TapeValue output;
    private List<GradientBuffer> sources = List.of();

    WeightLayer(Parameter parameter, TapeValue output) {
        this.parameter = parameter;
        this.output = output;
    }

    @Override
    public void planGradients(GradientPool pool) {
        sources = output.gradients();
        pool.release(sources);
    }

    @Override
    public void forward() {
        output.memory().floats().put(0, parameter.value());
    }

    @Override
    public void backward() {
        float[] sum = parameter.gradient();
        float[] part = new float[sum.length];
        for (GradientBuffer source : sources) {
            source.memory().floats().get(0, part);
            FusedLoops.add(sum, part, part.length);
        }
    }
}
