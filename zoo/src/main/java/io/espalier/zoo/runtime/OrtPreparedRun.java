package io.espalier.zoo.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.zoo.graph.Longs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Inputs and outputs stay where they are in native memory; a run allocates nothing for them. */
final class OrtPreparedRun implements PreparedRun {
    private static final int RUNS_TO_WAKE_WORKERS = 2;

    private final OrtSession session;
    private final String model;
    private final boolean hasWorkers;
    private final OrtFeeds feeds;
    private final Map<String, OnnxTensor> outputs;

    private OrtPreparedRun(
            OrtSession session, String model, boolean hasWorkers, OrtFeeds feeds, Map<String, OnnxTensor> outputs) {
        this.session = session;
        this.model = model;
        this.hasWorkers = hasWorkers;
        this.feeds = feeds;
        this.outputs = outputs;
    }

    /** Runs once to learn the shapes of the outputs, which the same inputs always give. */
    static OrtPreparedRun of(
            OrtEnvironment environment, OrtSession session, String model, boolean hasWorkers, OrtFeeds feeds)
            throws OrtException {
        Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
        OrtPreparedRun prepared = new OrtPreparedRun(session, model, hasWorkers, feeds, outputs);
        try (OrtSession.Result result = session.run(feeds.tensors())) {
            for (Map.Entry<String, OnnxValue> output : result) {
                if (output.getValue() instanceof OnnxTensor tensor) {
                    Longs shape = Longs.of(tensor.getInfo().getShape());
                    outputs.put(
                            output.getKey(),
                            OrtTensors.allocate(
                                    environment, OrtTensors.dataType(output.getKey(), tensor.getInfo()), shape));
                }
            }
            return prepared;
        } catch (OrtException | RuntimeException e) {
            outputs.values().forEach(OnnxTensor::close);
            throw e;
        }
    }

    @Override
    public void run() {
        try {
            session.run(feeds.tensors(), outputs).close();
        } catch (OrtException e) {
            throw OrtErrors.running(model, e);
        }
    }

    @Override
    public void warm(LongSupplier nanoTime) {
        if (hasWorkers) {
            Spinning.awaitEnd(nanoTime);
            for (int i = 1; i < RUNS_TO_WAKE_WORKERS; i++) {
                run();
            }
        }
        run();
    }

    @Override
    public void close() {
        feeds.close();
        outputs.values().forEach(OnnxTensor::close);
    }
}
