package io.espalier.nd4j;

import java.util.ArrayList;
import java.util.List;

/** A grouped convolution as one ordinary convolution a group, because libnd4j's refuses grouped weights. */
final class GroupedConvolutionLayer implements Layer {
    private final List<Layer> inOrder;

    /**
     * @param weight of all groups, {@code [out, in / groups, kernel, kernel]}
     * @param biasOf makes the layers' own views of the weights
     */
    GroupedConvolutionLayer(
            Arena arena, Workers workers, Step.Convolve step, TapeValue input, TapeValue output, GroupWeights weights) {
        int groups = step.groups();
        int inChannels = input.size().channels() / groups;
        int outChannels = output.size().channels() / groups;
        List<Layer> cuts = new ArrayList<>();
        List<Layer> convolutions = new ArrayList<>();
        List<TapeValue> parts = new ArrayList<>();
        Size in = input.size();
        Size out = output.size();
        for (int group = 0; group < groups; group++) {
            Size partIn = new Size(in.height(), in.width(), inChannels);
            TapeValue cut = new TapeValue(arena, partIn, input.batch(), input.isTrained());
            TapeValue part =
                    new TapeValue(arena, new Size(out.height(), out.width(), outChannels), input.batch(), true);
            cuts.add(new WindowLayer(
                    workers, new Step.Window(step.input(), "", partIn, 0, 0, 1, 1, group * inChannels), input, cut));
            convolutions.add(new ConvolutionLayer(
                    arena,
                    workers,
                    ConvolutionLayer.Form.ORDINARY,
                    step.geometry(),
                    cut,
                    part,
                    weights.weight(group),
                    weights.bias(group)));
            parts.add(part);
        }
        inOrder = new ArrayList<>(cuts);
        inOrder.addAll(convolutions);
        inOrder.add(new ConcatenateLayer(workers, parts, output));
    }

    @Override
    public void planGradients(GradientPool pool) {
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            inOrder.get(i).planGradients(pool);
        }
    }

    @Override
    public void forward() {
        inOrder.forEach(Layer::forward);
    }

    @Override
    public void backward() {
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            inOrder.get(i).backward();
        }
    }
}
