package io.espalier.zoo.runtime;

import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A session of ONNX Runtime, which is itself safe to run from several threads. */
final class OrtInferenceSession implements InferenceSession {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String model;
    private final boolean hasWorkers;
    private final List<GraphValue> inputs;
    private final List<GraphValue> outputs;
    private final Set<String> outputNames;

    OrtInferenceSession(OrtEnvironment environment, OrtSession session, String model, boolean hasWorkers)
            throws OrtException {
        this.environment = environment;
        this.session = session;
        this.model = model;
        this.hasWorkers = hasWorkers;
        this.inputs = session.getInputInfo().values().stream()
                .map(OrtTensors::graphValue)
                .toList();
        this.outputs = session.getOutputInfo().values().stream()
                .map(OrtTensors::graphValue)
                .toList();
        this.outputNames = new LinkedHashSet<>(session.getOutputNames());
    }

    @Override
    public List<GraphValue> inputs() {
        return inputs;
    }

    @Override
    public List<GraphValue> outputs() {
        return outputs;
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> feeds) {
        return run(feeds, outputNames);
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> feeds, Set<String> wantedOutputs) {
        Set<String> wanted = wanted(wantedOutputs);
        try (OrtFeeds copied = OrtFeeds.of(environment, model, inputs, feeds);
                OrtSession.Result result = session.run(copied.tensors(), wanted)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                tensors.put(output.getKey(), OrtTensors.fromNative(output.getKey(), output.getValue()));
            }
            return tensors;
        } catch (OrtException e) {
            throw OrtErrors.running(model, e);
        }
    }

    private Set<String> wanted(Set<String> names) {
        if (outputNames.isEmpty()) {
            throw new IllegalArgumentException("The model (%s) has no outputs.".formatted(model));
        }
        if (names.isEmpty() || !outputNames.containsAll(names)) {
            throw new IllegalArgumentException(
                    "The model (%s) has the outputs %s; wanted are %s.".formatted(model, outputNames, names));
        }
        Set<String> inOrder = new LinkedHashSet<>(outputNames);
        inOrder.retainAll(names);
        return inOrder;
    }

    @Override
    public PreparedRun prepare(Map<String, Tensor> feeds) {
        try {
            OrtFeeds copied = OrtFeeds.of(environment, model, inputs, feeds);
            try {
                return OrtPreparedRun.of(environment, session, model, hasWorkers, copied);
            } catch (OrtException | RuntimeException e) {
                copied.close();
                throw e;
            }
        } catch (OrtException e) {
            throw OrtErrors.running(model, e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot close the model (%s).".formatted(model), e);
        }
    }
}
