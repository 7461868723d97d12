package io.espalier.pytorch;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.training.NetworkInTraining;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.transform.FakeQuantizer;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network in training: its weights in PyTorch's memory, and its nodes, run one after the other on a batch. */
final class TorchNetwork implements NetworkInTraining {
    private final Model model;
    private final TorchPlan plan;
    private final PtNDManager manager;
    private final boolean inTraining;
    private final Map<String, TorchWeight> weights = new LinkedHashMap<>();
    private final Map<String, PtNDArray> constants = new HashMap<>();
    private final Map<String, PtNDArray> statistics = new LinkedHashMap<>();
    private final Map<String, TorchQuantizer> quantizers = new LinkedHashMap<>();
    private @Nullable TorchStep step;

    /** @param inTraining whether BatchNormalization normalizes by the batch and keeps running statistics */
    TorchNetwork(Model model, TorchPlan plan, boolean inTraining) {
        this.model = model;
        this.plan = plan;
        this.inTraining = inTraining;
        manager = (PtNDManager) Libtorch.engine().newBaseManager(Device.cpu());
        model.weights().tensors().forEach(this::add);
        TorchPlan.quantizers(model.graph()).forEach(this::add);
    }

    private void add(String node, FakeQuantizer pair) {
        quantizers.put(node, TorchQuantizer.of(pair, model, plan, weights));
    }

    private void add(String name, Tensor tensor) {
        if (tensor.dataType() != DataType.FLOAT) {
            return;
        }
        if (plan.trained().contains(name)) {
            boolean decayed = tensor.shape().stream().filter(size -> size > 1).count() > 1;
            weights.put(name, new TorchWeight(manager, name, tensor, decayed));
            return;
        }
        PtNDArray array =
                TorchArrays.floats(manager, tensor.floats(), tensor.shape().toArray());
        (plan.statistics().contains(name) ? statistics : constants).put(name, array);
    }

    /** What is needed to go back is kept until {@link #backward}. */
    @Override
    public Map<String, Tensor> forward(Map<String, Tensor> batch) {
        TorchStep running = new TorchStep(manager);
        step = running;
        model.graph().inputs().forEach(input -> running.put(input.name(), input(running, input, batch)));
        weights.forEach((name, weight) -> running.share(name, weight.array()));
        constants.forEach(running::share);
        statistics.forEach(running::share);
        TorchOperators operators = new TorchOperators(plan, quantizers, running, inTraining);
        for (Node node : plan.nodes()) {
            operators.run(node);
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (GraphValue output : model.graph().outputs()) {
            PtNDArray array = running.get(output.name());
            long[] shape = JniUtils.getShape(array).getShape();
            float[] values = new float[Math.toIntExact(Longs.of(shape).product())];
            TorchArrays.read(JniUtils.detachGradient(array), values);
            outputs.put(output.name(), Tensor.ofFloats(Longs.of(shape), values));
        }
        return outputs;
    }

    private PtNDArray input(TorchStep running, GraphValue input, Map<String, Tensor> batch) {
        Tensor tensor = batch.get(input.name());
        if (tensor == null) {
            throw new IllegalArgumentException("The data has nothing for the input (%s).".formatted(input.name()));
        }
        return TorchArrays.input(running.manager(), tensor);
    }

    /** Ends the step, too. */
    @Override
    public void backward(Map<String, Tensor> gradients) {
        TorchStep running = step;
        if (running == null) {
            throw new IllegalStateException("Nothing was computed that could be gone back.");
        }
        // One sum whose gradients by the outputs are those wanted: a single pass back.
        List<PtNDArray> parts = gradients.entrySet().stream()
                .map(gradient -> {
                    PtNDArray slope = TorchArrays.floats(
                            running.manager(),
                            gradient.getValue().floats(),
                            gradient.getValue().shape().toArray());
                    return JniUtils.sum(JniUtils.mul(running.get(gradient.getKey()), slope));
                })
                .toList();
        PtNDArray sum = parts.stream()
                .reduce(JniUtils::add)
                .orElseThrow(() -> new UnsupportedFeatureException("The loss reads no output of the network."));
        JniUtils.backward(sum, TorchArrays.floats(running.manager(), new float[] {1}), false, false);
        weights.values().forEach(TorchWeight::takeGradient);
        running.close();
        step = null;
    }

    @Override
    public Collection<TorchWeight> weights() {
        return weights.values();
    }

    @Override
    public void weightsMoved() {
        quantizers.values().forEach(TorchQuantizer::moved);
        weights.values().forEach(TorchWeight::store);
    }

    @Override
    public Map<String, Tensor> trained() {
        Map<String, Tensor> trained = new LinkedHashMap<>();
        weights.forEach((name, weight) -> trained.put(name, weight.tensor()));
        statistics.forEach((name, array) -> {
            float[] values = new float[model.weights().get(name).elements()];
            TorchArrays.read(array, values);
            trained.put(name, Tensor.ofFloats(model.weights().get(name).shape(), values));
        });
        return trained;
    }

    @Override
    public Map<String, Tensor> gradients() {
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        weights.forEach((name, weight) -> gradients.put(name, weight.gradientTensor()));
        return gradients;
    }

    @Override
    public void close() {
        if (step != null) {
            step.close();
        }
        manager.close();
    }
}
