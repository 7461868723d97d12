package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Model;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads ONNX models: IR versions 3 to 11, operator sets 11 to 23. Thread-safe.
 *
 * <p>INT64 initializers and constants, and INT32 and BOOL ones that no quantization operator reads, become integer
 * constants of the graph; all others become weights, but for text, which becomes an opaque {@code Constant} node. An
 * operator, or an attribute of one, that {@link io.espalier.zoo.graph.Operator} does not name makes its node
 * {@code Opaque}. Unnamed nodes are named after type and position. The graph's properties join the model's, which win.
 * Documentation strings, value annotations and node properties are dropped.
 */
public final class OnnxReader {
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8;
    private static final int PIECE = 1 << 20;

    private OnnxReader() {}

    /**
     * The model of a file. External data is read from the file's own folder and from nowhere else.
     *
     * @throws InvalidModelException when the file is missing, is no ONNX model, is cut off or contradicts itself
     * @throws UnsupportedFeatureException when it is of another version, or has parts we cannot carry: functions,
     *     sparse initializers, training information, inputs that are no tensors
     * @throws UncheckedIOException when it is there and cannot be read
     */
    public static Model read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidModelException(
                        "There is no such file.\nMaybe the name is misspelt, or relative to another folder.");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidModelException("""
                        It has %d bytes, more than the 2 GB of an ONNX file.
                        Maybe export the model again with external data.""".formatted(Files.size(file)));
            }
            return parse(bytes(file), ExternalData.beside(file));
        } catch (InvalidModelException e) {
            throw new InvalidModelException("The model file (%s): %s".formatted(file, e.getMessage()), e);
        } catch (UnsupportedFeatureException e) {
            throw new UnsupportedFeatureException("The model file (%s): %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("The model file (%s) cannot be read.".formatted(file), e);
        }
    }

    /** In pieces: a channel copies what it reads at once to memory outside the heap, and keeps that. */
    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = new byte[Math.toIntExact(Files.size(file))];
            int filled = 0;
            while (filled < bytes.length) {
                int read = in.read(bytes, filled, Math.min(PIECE, bytes.length - filled));
                if (read < 0) {
                    throw new EOFException("It became shorter while it was read.");
                }
                filled += read;
            }
            return bytes;
        }
    }

    /** The model in {@code bytes}, which has no external data. Throws like {@link #read}. */
    public static Model parse(byte[] bytes) {
        return parse(bytes.clone(), ExternalData.none());
    }

    /** The tensors of the model share {@code bytes}. */
    private static Model parse(byte[] bytes, ExternalData external) {
        if (bytes.length == 0) {
            throw new InvalidModelException("There is nothing in it (0 bytes).\nMaybe copy the model again.");
        }
        try {
            CodedInputStream stream = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            stream.enableAliasing(true);
            return ModelDecoder.decode(ModelProto.parseFrom(stream), external);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidModelException("""
                    The %d bytes are no ONNX model, or not all of one: %s
                    Maybe it is another kind of file, or is cut off.""".formatted(bytes.length, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory cannot be read.", e);
        }
    }
}
