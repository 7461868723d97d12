package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.espalier.zoo.file.AtomicFiles;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Writes ONNX models in the operator set, IR version, names, types and free sizes of their graph; constants and weights
 * become initializers of the same names. The same model always gives the same bytes. Thread-safe.
 */
public final class OnnxWriter {
    /** Bytes of weights in one file: ONNX's messages end at 2 GiB, and the nodes need room too. */
    private static final long MAX_INLINE_BYTES = 2_000_000_000;

    private OnnxWriter() {}

    /**
     * Writes {@code model} whole or not at all. Weights of more than 2 GB go into {@code NAME.data} beside the file.
     *
     * @throws UncheckedIOException when the file cannot be written
     */
    public static void write(Model model, Path file) {
        if (fits(model)) {
            ModelProto proto = ModelEncoder.encode(model, TensorEncoder::encode);
            AtomicFiles.write(file, proto::writeTo);
        } else {
            writeWithExternalData(model, file);
        }
    }

    /**
     * Like {@link #write}, with all weights of 1 KiB and more in {@code NAME.data} beside the file whatever their sum.
     * The data is in its place before the model is.
     */
    public static void writeWithExternalData(Model model, Path file) {
        Path dataPath = file.resolveSibling(file.getFileName() + ".data");
        DataFile data = new DataFile(dataPath.getFileName().toString());
        ModelProto proto = ModelEncoder.encode(model, data::place);
        AtomicFiles.write(dataPath, data::writeTo);
        AtomicFiles.write(file, proto::writeTo);
    }

    /**
     * The file's content.
     *
     * @throws UnsupportedFeatureException when the weights take more than 2 GB
     */
    public static byte[] bytes(Model model) {
        if (!fits(model)) {
            throw new UnsupportedFeatureException("""
                    The weights of the model (%s) take more than 2 GB, the most that one ONNX file holds.
                    Maybe write it to a file, with external data.""".formatted(model.graph().name()));
        }
        return ModelEncoder.encode(model, TensorEncoder::encode).toByteArray();
    }

    /**
     * How many bytes {@link #bytes} would give, whatever the numbers. Nothing but the structure is looked at, so it is
     * quick.
     */
    public static long size(ModelGraph graph) {
        return StructureSize.of(graph);
    }

    /** Whether the weights fit into one file. */
    public static boolean fits(Model model) {
        long bytes = 0;
        for (Tensor tensor : model.weights().tensors().values()) {
            bytes += tensor.bytes().remaining();
        }
        return bytes <= MAX_INLINE_BYTES;
    }
}
