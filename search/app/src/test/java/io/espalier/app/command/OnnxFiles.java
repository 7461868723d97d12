package io.espalier.app.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** ONNX files that no writer of ours would write, made of the bytes of their protobuf messages. */
final class OnnxFiles {
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private OnnxFiles() {}

    /** A model that adds its input to itself, of any operator set version. */
    static void withOpset(Path file, int opset) {
        write(file, model(opset, node("x"), new byte[0]));
    }

    /** A model of one initializer whose data lies at {@code location}. */
    static void withExternalData(Path file, String location) {
        byte[] tensor = join(
                number(1, 4),
                number(2, 1),
                text(8, "w"),
                bytes(13, join(text(1, "location"), text(2, location))),
                number(14, 1));
        write(file, model(17, node("w"), bytes(5, tensor)));
    }

    private static byte[] node(String second) {
        return bytes(1, join(text(1, "x"), text(1, second), text(2, "y"), text(3, "add"), text(4, "Add")));
    }

    private static byte[] model(int opset, byte[] node, byte[] initializer) {
        byte[] floats = bytes(1, join(number(1, 1), bytes(2, bytes(1, number(1, 4)))));
        byte[] graph = join(
                node,
                text(2, "g"),
                initializer,
                bytes(11, join(text(1, "x"), bytes(2, floats))),
                bytes(12, join(text(1, "y"), bytes(2, floats))));
        return join(number(1, 8), bytes(7, graph), bytes(8, number(2, opset)));
    }

    private static byte[] number(int field, int value) {
        return new byte[] {(byte) (field << 3 | VARINT), (byte) value};
    }

    private static byte[] text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int field, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(field << 3 | BYTES);
        int length = value.length;
        while (length > 127) {
            out.write(length & 127 | 128);
            length >>>= 7;
        }
        out.write(length);
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
