package io.espalier.app;

import io.espalier.profile.measure.LatencySubject;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A model as the user named it.
 *
 * @param name the file's name without its ending
 * @param sha256 of the file, hexadecimal
 * @param card the model's card, when there is one beside it
 */
public record ModelFile(String name, Path file, String sha256, Model model, Optional<ModelCard> card) {

    /** The model that is searched when the user names none. */
    public static final String BUILT_IN = "zoo:resnet8-shapes";

    /**
     * The model that {@code spec} names: {@code zoo:NAME} or a file.
     *
     * @param workingDirectory what a relative file is relative to
     */
    public static ModelFile of(String spec, Path workingDirectory) {
        return read(workingDirectory.resolve(spec));
    }

    /** Reads the ONNX file {@code file} and its card. Throws like {@link OnnxReader#read} and {@link ModelCard#beside}. */
    public static ModelFile read(Path file) {
        Model model = OnnxReader.read(file);
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
        return new ModelFile(name, file, sha256Of(file), model, ModelCard.beside(file));
    }

    /** Prepares the file to be run. Throws like {@link InferenceRuntime#open(Path, SessionOptions)}. */
    public InferenceSession open(InferenceRuntime runtime, SessionOptions options) {
        return runtime.open(file, options);
    }

    /** The model as something to be timed. */
    public LatencySubject subject(String id, Precision precision) {
        return LatencySubject.of(id, precision, file);
    }

    /** Whether its activations are integers somewhere. */
    public boolean isQuantized() {
        return model.graph().nodes().stream().anyMatch(node -> node.operator() instanceof Operator.Quantize);
    }

    private static String sha256Of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException("The file (%s) could not be read: %s.".formatted(file, e.getMessage()), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
