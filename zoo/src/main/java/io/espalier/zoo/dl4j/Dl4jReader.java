package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads what Deeplearning4j 1.0 writes ({@code ModelSerializer}): a {@code ComputationGraph} or {@code MultiLayerNetwork}
 * of convolutional and dense layers, as a graph that computes the same outputs. Nothing of DL4J runs, no class that a file
 * names is looked up, and sizes are bounded before memory is taken. What only training needs (updater, dropout,
 * regularization) and a normalizer are left out.
 */
public final class Dl4jReader {
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private Dl4jReader() {}

    /** Whether a file begins as a ZIP file does; no ONNX file does. */
    public static boolean reads(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        } catch (IOException e) {
            throw new UncheckedIOException("The model file (%s) cannot be read.".formatted(file), e);
        }
    }

    /**
     * The model of a file.
     *
     * @param input shape of the one input where it is known: a file says how many channels images have, and of their size at
     *     most what the last layers read
     * @throws InvalidModelException when the file is broken or contradicts itself or {@code input}
     * @throws UnsupportedFeatureException when it holds a layer or a setting that we do not know; the message names it
     */
    public static Model read(Path file, Optional<Shape> input) {
        try (Dl4jArchive archive = new Dl4jArchive(file)) {
            Dl4jNetwork network = Dl4jNetwork.parse(archive.configuration());
            Parameters parameters = archive.parameters();
            Translation translation = new Translation(network, parameters);
            Model free = translation.model();
            parameters.requireAllRead();
            return InputSizes.fix(free, translation.flattened(), input);
        } catch (InvalidModelException e) {
            throw new InvalidModelException("The DL4J file (%s): %s".formatted(file, e.getMessage()), e);
        } catch (UnsupportedFeatureException e) {
            throw new UnsupportedFeatureException("The DL4J file (%s): %s".formatted(file, e.getMessage()), e);
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw new InvalidModelException(
                    "The DL4J file (%s): Its layers do not fit together: %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new InvalidModelException("""
                    The DL4J file (%s) cannot be read: %s
                    Maybe it is cut off.""".formatted(file, e.getMessage()), e);
        }
    }
}
