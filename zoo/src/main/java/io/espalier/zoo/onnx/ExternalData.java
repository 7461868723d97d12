package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The tensors that a model keeps outside its file. Nothing outside the model's own folder is ever opened. */
final class ExternalData {
    private final Optional<Path> folder;

    private ExternalData(Optional<Path> folder) {
        this.folder = folder;
    }

    static ExternalData none() {
        return new ExternalData(Optional.empty());
    }

    /** That of the model in {@code file}. */
    static ExternalData beside(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? none() : new ExternalData(Optional.of(parent.toRealPath()));
    }

    /** The tensor's bytes. @param expected how many it must have */
    ByteBuffer read(TensorProto tensor, long expected) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        Path file = locate(tensor.getName(), entries.getOrDefault("location", ""));
        long offset = number(tensor.getName(), entries, "offset", 0);
        long length = number(tensor.getName(), entries, "length", expected);
        if (length != expected) {
            throw new InvalidModelException(
                    "The tensor (%s) takes %d bytes of external data, but its type and shape need %d."
                            .formatted(tensor.getName(), length, expected));
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw new UnsupportedFeatureException("The tensor (%s) has %d bytes; Espalier carries up to 2 GB a tensor."
                    .formatted(tensor.getName(), length));
        }
        return read(tensor.getName(), file, offset, (int) length);
    }

    private static ByteBuffer read(String tensor, Path file, long offset, int length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (offset > channel.size() - length) {
                throw new InvalidModelException("""
                        The tensor (%s) takes the bytes %d to %d of the external file (%s), which has only %d.
                        Maybe the file is cut off, or belongs to another model.""".formatted(tensor, offset, offset + length, file, channel.size()));
            }
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {}
            return bytes.flip();
        } catch (IOException e) {
            throw new UncheckedIOException("The external file (%s) cannot be read.".formatted(file), e);
        }
    }

    private Path locate(String tensor, String location) {
        Path home = folder.orElseThrow(() -> new InvalidModelException("""
                The tensor (%s) lies in the external file (%s), but the model came without a folder.
                Maybe read the model from its file.""".formatted(tensor, location)));
        Path relative = relative(tensor, location);
        Path file = home.resolve(relative);
        if (!Files.isRegularFile(file)) {
            throw new InvalidModelException("""
                    The tensor (%s) lies in the external file (%s), which is not there.
                    Maybe copy it beside the model.""".formatted(tensor, file));
        }
        try {
            Path real = file.toRealPath();
            if (!real.startsWith(home)) {
                throw refused(tensor, location, "leads out of the model's folder, to " + real);
            }
            return real;
        } catch (IOException e) {
            throw new UncheckedIOException("The external file (%s) cannot be read.".formatted(file), e);
        }
    }

    private static Path relative(String tensor, String location) {
        if (location.isEmpty()) {
            throw refused(tensor, location, "is empty");
        }
        try {
            Path relative = Path.of(location);
            if (relative.isAbsolute() || relative.getRoot() != null || location.startsWith("\\")) {
                throw refused(tensor, location, "is absolute");
            }
            for (Path step : relative) {
                if (step.toString().equals("..")) {
                    throw refused(tensor, location, "contains \"..\"");
                }
            }
            return relative;
        } catch (InvalidPathException e) {
            throw refused(tensor, location, "is no path");
        }
    }

    private static InvalidModelException refused(String tensor, String location, String why) {
        return new InvalidModelException("""
                The tensor (%s) lies at (%s), which %s; external data is read from the model's own folder only.
                Maybe export the model again with its data beside it.""".formatted(tensor, location, why));
    }

    private static long number(String tensor, Map<String, String> entries, String key, long fallback) {
        String text = entries.get(key);
        if (text == null) {
            return fallback;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, together with negative numbers.
        }
        throw new InvalidModelException(
                "The external data of the tensor (%s) has the %s (%s), which is no size.".formatted(tensor, key, text));
    }
}
