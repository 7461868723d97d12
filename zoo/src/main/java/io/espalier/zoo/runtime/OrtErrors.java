package io.espalier.zoo.runtime;

import ai.onnxruntime.OrtException;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.UnsupportedFeatureException;

/** ONNX Runtime's one exception, sorted by who must act. */
final class OrtErrors {
    private OrtErrors() {}

    /** What kept a model from being opened. */
    static RuntimeException opening(String model, OrtException e) {
        if (e.getCode() == OrtException.OrtErrorCode.ORT_NOT_IMPLEMENTED) {
            return new UnsupportedFeatureException("""
                    ONNX Runtime has no kernel for the model (%s): %s
                    Maybe export it with another operator set or element type.""".formatted(model, e.getMessage()), e);
        }
        return new InvalidModelException("""
                ONNX Runtime refuses the model (%s): %s
                Maybe the file is damaged, or was changed by hand.""".formatted(model, e.getMessage()), e);
    }

    /** What kept a model from being run. */
    static RuntimeException running(String model, OrtException e) {
        return new IllegalArgumentException(
                "ONNX Runtime cannot run the model (%s) on these inputs: %s".formatted(model, e.getMessage()), e);
    }
}
