package io.espalier.zoo.onnx;

import io.espalier.zoo.weights.Model;
import java.nio.file.Path;

/**
 * Reads ONNX models: IR versions 3 to 10, operator sets 11 to 21. Thread-safe.
 *
 * <p>INT64 initializers and constants, and INT32 and BOOL ones that no quantization operator reads, become integer
 * constants of the graph; all others become weights. An operator, or an attribute of one, that
 * {@link io.espalier.zoo.graph.Operator} does not name makes its node {@code Opaque}. Unnamed nodes are named after type
 * and position. Documentation strings, value annotations and node metadata are dropped.
 */
public final class OnnxReader {
    private OnnxReader() {}

    /**
     * The model of a file. External data is read from the file's own folder and from nowhere else.
     *
     * @throws io.espalier.zoo.graph.InvalidModelException when the file is missing, is no ONNX model, is cut off or
     *     contradicts itself
     * @throws io.espalier.zoo.graph.UnsupportedFeatureException when it is of another version, or has parts we cannot
     *     carry: functions, sparse initializers, training information, inputs that are no tensors
     */
    public static Model read(Path file) {
        throw new UnsupportedOperationException("Not part of this build yet: " + file);
    }

    /** The model in {@code bytes}, which has no external data. Throws like {@link #read}. */
    public static Model parse(byte[] bytes) {
        throw new UnsupportedOperationException("Not part of this build yet: " + bytes.length);
    }
}
