package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.InvalidModelException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The ZIP file: only the two entries that are known are opened, and neither is trusted about its size. */
final class Dl4jArchive implements AutoCloseable {
    private static final String CONFIGURATION = "configuration.json";
    private static final String COEFFICIENTS = "coefficients.bin";
    private static final String NO_PARAMETERS = "noParams.marker";

    /** A thousand layers take about a megabyte. */
    private static final int MOST_JSON_BYTES = 32 << 20;

    private final ZipFile zip;

    Dl4jArchive(Path file) throws IOException {
        zip = new ZipFile(file.toFile());
    }

    byte[] configuration() throws IOException {
        try (InputStream in = zip.getInputStream(entry(CONFIGURATION))) {
            byte[] json = in.readNBytes(MOST_JSON_BYTES + 1);
            if (json.length > MOST_JSON_BYTES) {
                throw new InvalidModelException("Its %s has more than %d bytes.%nMaybe it is no model."
                        .formatted(CONFIGURATION, MOST_JSON_BYTES));
            }
            return json;
        }
    }

    Parameters parameters() throws IOException {
        if (zip.getEntry(NO_PARAMETERS) != null && zip.getEntry(COEFFICIENTS) == null) {
            return new Parameters(new float[0]);
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(zip.getInputStream(entry(COEFFICIENTS)), 1 << 16))) {
            return new Parameters(Nd4jArray.read(in));
        }
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new InvalidModelException(
                    "It is a ZIP file without %s.%nMaybe it was not written by DL4J's ModelSerializer."
                            .formatted(name));
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
