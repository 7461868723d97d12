package io.espalier.zoo.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inputs of one run in native memory. */
final class OrtFeeds implements AutoCloseable {
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

    private OrtFeeds() {}

    static OrtFeeds of(OrtEnvironment environment, String model, List<GraphValue> inputs, Map<String, Tensor> feeds)
            throws OrtException {
        check(model, inputs, feeds);
        OrtFeeds copied = new OrtFeeds();
        try {
            for (Map.Entry<String, Tensor> feed : feeds.entrySet()) {
                copied.tensors.put(feed.getKey(), OrtTensors.toNative(environment, feed.getValue()));
            }
            return copied;
        } catch (OrtException | RuntimeException e) {
            copied.close();
            throw e;
        }
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
    }

    private static void check(String model, List<GraphValue> inputs, Map<String, Tensor> feeds) {
        for (GraphValue input : inputs) {
            Tensor feed = feeds.get(input.name());
            if (feed == null) {
                throw new IllegalArgumentException("The model (%s) needs the input (%s), but gets only %s."
                        .formatted(model, input.name(), feeds.keySet()));
            }
            if (feed.dataType() != input.type().dataType()
                    || !fits(feed.shape().toArray(), input.type().shape())) {
                throw new IllegalArgumentException("The input (%s) of the model (%s) is %s%s, but gets %s."
                        .formatted(
                                input.name(),
                                model,
                                input.type().dataType(),
                                input.type().shape(),
                                feed));
            }
        }
        if (feeds.size() > inputs.size()) {
            throw new IllegalArgumentException("The model (%s) has the inputs %s, but gets %s."
                    .formatted(model, inputs.stream().map(GraphValue::name).toList(), feeds.keySet()));
        }
    }

    private static boolean fits(long[] sizes, Shape declared) {
        if (sizes.length != declared.rank()) {
            return false;
        }
        for (int axis = 0; axis < sizes.length; axis++) {
            Dim dim = declared.dim(axis);
            if (dim.isKnown() && dim.size() != sizes[axis]) {
                return false;
            }
        }
        return true;
    }
}
