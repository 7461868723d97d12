package io.espalier.app;

import io.espalier.profile.measure.LatencySubject;
import io.espalier.training.metric.Subject;
import io.espalier.zoo.dl4j.Dl4jReader;
import io.espalier.zoo.file.Sha256;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.Zoo;
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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A model as the user named it.
 *
 * @param name the file's name without its ending, or the built-in model's
 * @param file empty for a built-in model, and for one whose file no runtime opens
 * @param sha256 of the file, hexadecimal
 * @param card the model's card, when there is one beside it
 */
public record ModelFile(String name, Optional<Path> file, String sha256, Model model, Optional<ModelCard> card) {
    /** The model that is searched when the user names none. */
    public static final String BUILT_IN = "zoo:resnet8-shapes";

    private static final String ZOO = "zoo:";

    /**
     * The model that {@code spec} names: {@code zoo:NAME} or a file. Throws like {@link #read}.
     *
     * @param workingDirectory what a relative file is relative to
     * @throws IllegalArgumentException when there is no built-in model of that name
     */
    public static ModelFile of(String spec, Path workingDirectory) {
        return spec.startsWith(ZOO) ? builtIn(spec.substring(ZOO.length())) : read(workingDirectory.resolve(spec));
    }

    private static ModelFile builtIn(String name) {
        byte[] onnx = Zoo.onnx(name);
        return new ModelFile(
                name, Optional.empty(), Sha256.of(onnx), OnnxReader.parse(onnx), Optional.of(Zoo.card(name)));
    }

    /**
     * Reads a file of ONNX, or of DL4J, and its card. Throws like {@link OnnxReader#read}, {@link Dl4jReader#read} and {@link
     * ModelCard#beside}.
     */
    public static ModelFile read(Path file) {
        if (Dl4jReader.reads(file)) {
            return ofDl4j(file);
        }
        Model model = OnnxReader.read(file);
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
        return new ModelFile(name, Optional.of(file), sha256Of(file), model, ModelCard.beside(file));
    }

    /** No runtime opens such a file: it is run as the model that was read. */
    private static ModelFile ofDl4j(Path file) {
        Optional<ModelCard> card = ModelCard.beside(file);
        Model model = Dl4jReader.read(
                file, card.flatMap(known -> Optional.ofNullable(known.input().shape())));
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.zip$", "");
        return new ModelFile(name, Optional.empty(), sha256Of(file), model, card);
    }

    /** The same with other weights, which no file holds. */
    public ModelFile with(Model changed) {
        return new ModelFile(name, Optional.empty(), sha256, changed, card);
    }

    /**
     * Writes, beside a model that was made of this one, the card of this one, if it has any.
     *
     * @param accuracies of what was made, by split; what the card said of this one is dropped
     * @param source how it was made
     */
    public void writeCard(Path made, Map<String, Double> accuracies, String source) {
        card.ifPresent(own -> own.with(accuracies, source, own.other()).write(ModelCard.fileOf(made)));
    }

    /** Prepares the model, as its file says, to be run. Throws like {@link InferenceRuntime#open}. */
    public InferenceSession open(InferenceRuntime runtime, SessionOptions options) {
        return file.isPresent() ? runtime.open(file.get(), options) : runtime.open(model, options);
    }

    /** The model, as its file says, as something to be measured. @param threads inside one inference */
    public Subject subject(InferenceRuntime runtime, int threads) {
        return file.isPresent() ? Subject.of(file.get(), runtime, threads) : Subject.of(model, runtime, threads);
    }

    /** The model as something to be timed. */
    public LatencySubject subject(String id, Precision precision) {
        return file.isPresent()
                ? LatencySubject.of(id, precision, file.get())
                : LatencySubject.of(id, precision, model);
    }

    /** Bytes of the ONNX file and its external data; empty when there is none. */
    public OptionalLong bytes() {
        return file.isPresent() ? OptionalLong.of(bytes(file.get())) : OptionalLong.empty();
    }

    /** Bytes of an ONNX file and its external data. */
    public static long bytes(Path file) {
        Path data = file.resolveSibling(file.getFileName() + ".data");
        try {
            return Files.size(file) + (Files.exists(data) ? Files.size(data) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The file (%s) could not be read: %s.".formatted(file, e.getMessage()), e);
        }
    }

    /** Whether its activations are integers somewhere. */
    public boolean isQuantized() {
        return model.graph().nodes().stream().anyMatch(node -> node.operator() instanceof Operator.Quantize);
    }

    private static String sha256Of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream digested = new DigestInputStream(in, Sha256.digest());
            digested.transferTo(OutputStream.nullOutputStream());
            return Sha256.hex(digested.getMessageDigest());
        } catch (IOException e) {
            throw new UncheckedIOException("The file (%s) could not be read: %s.".formatted(file, e.getMessage()), e);
        }
    }
}
