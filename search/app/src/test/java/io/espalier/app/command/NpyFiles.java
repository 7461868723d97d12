package io.espalier.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes arrays as NumPy does. */
final class NpyFiles {
    private static final int HEADER = 118;

    private NpyFiles() {}

    static void floats(Path file, float[] values, int... shape) {
        ByteBuffer bytes = bytes("<f4", Float.BYTES * values.length, shape);
        bytes.asFloatBuffer().put(values);
        write(file, bytes);
    }

    /** Whole numbers of 0 to 255. */
    static void bytes(Path file, byte[] values, int... shape) {
        ByteBuffer bytes = bytes("|u1", values.length, shape);
        bytes.put(values);
        write(file, bytes);
    }

    /** The header is written; what follows is not. */
    private static ByteBuffer bytes(String type, int length, int... shape) {
        String sizes = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        String header = "{'descr': '%s', 'fortran_order': False, 'shape': (%s,), }".formatted(type, sizes);
        ByteBuffer bytes = ByteBuffer.allocate(10 + HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) HEADER);
        bytes.put((header + " ".repeat(HEADER - 1 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes;
    }

    private static void write(Path file, ByteBuffer bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
