package io.espalier.zoo.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes what DL4J writes, and what it never would. */
public final class Dl4jFile {
    private Dl4jFile() {}

    /** A network of layers, each given as the JSON of its fields behind the class. */
    public static String chain(String... layers) {
        return "{\"confs\": ["
                + String.join(
                        ", ",
                        List.of(layers).stream()
                                .map(layer -> "{\"layer\": " + layer + "}")
                                .toList())
                + "]}";
    }

    public static String layer(String type, String fields) {
        return "{\"@class\": \"org.deeplearning4j.nn.conf.layers.%s\", \"layerName\": \"%s\"%s}"
                .formatted(type, type, fields.isEmpty() ? "" : ", " + fields.replace('\'', '"'));
    }

    /** A dense layer with the identity behind it. */
    public static String dense(int in, int out) {
        return layer(
                "DenseLayer",
                "'nin': %d, 'nout': %d, 'activationFn': {'@class': 'org.nd4j.linalg.activations.impl.ActivationIdentity'}"
                        .formatted(in, out));
    }

    /** A vector as ND4J writes it. */
    public static byte[] vector(String mode, long length, String type, double... numbers) {
        return bytes(out -> {
            out.writeUTF(mode);
            out.writeLong(8);
            out.writeUTF("LONG");
            for (long number : new long[] {2, 1, length, 1, 1, 0, 1, 99}) {
                out.writeLong(number);
            }
            out.writeUTF(mode);
            out.writeLong(length);
            out.writeUTF(type);
            for (double number : numbers) {
                if (type.equals("DOUBLE")) {
                    out.writeDouble(number);
                } else {
                    out.writeFloat((float) number);
                }
            }
        });
    }

    public static byte[] vector(double... numbers) {
        return vector("MIXED_DATA_TYPES", numbers.length, "FLOAT", numbers);
    }

    public static Path write(Path file, String configuration, byte[] coefficients) {
        byte[] zip = bytes(out -> {
            try (ZipOutputStream entries = new ZipOutputStream(out)) {
                entries.putNextEntry(new ZipEntry("configuration.json"));
                entries.write(configuration.getBytes(StandardCharsets.UTF_8));
                entries.putNextEntry(new ZipEntry("coefficients.bin"));
                entries.write(coefficients);
            }
        });
        try {
            return Files.write(file, zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes bytes. */
    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
