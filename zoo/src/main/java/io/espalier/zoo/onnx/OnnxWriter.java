package io.espalier.zoo.onnx;

import io.espalier.zoo.weights.Model;
import java.nio.file.Path;

/**
 * Writes ONNX models in the operator set, IR version, names, types and free sizes of their graph; constants and weights
 * become initializers of the same names. The same model always gives the same bytes. Thread-safe.
 */
public final class OnnxWriter {
    private OnnxWriter() {}

    /**
     * Writes {@code model} whole or not at all. Weights of more than 2 GB go into {@code NAME.data} beside the file.
     *
     * @throws java.io.UncheckedIOException when the file cannot be written
     */
    public static void write(Model model, Path file) {
        throw new UnsupportedOperationException("Not part of this build yet: " + file);
    }

    /** Like {@link #write}, with the weights in {@code NAME.data} beside the file whatever their size. */
    public static void writeWithExternalData(Model model, Path file) {
        throw new UnsupportedOperationException("Not part of this build yet: " + file);
    }

    /**
     * The file's content.
     *
     * @throws io.espalier.zoo.graph.UnsupportedFeatureException when the weights take more than 2 GB
     */
    public static byte[] bytes(Model model) {
        throw new UnsupportedOperationException(
                "Not part of this build yet: " + model.graph().name());
    }
}
