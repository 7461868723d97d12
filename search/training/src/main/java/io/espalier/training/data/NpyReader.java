package io.espalier.training.data;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** NumPy's files of one array ({@code .npy}, versions 1 to 3) and of several ({@code .npz}). */
final class NpyReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String SUFFIX = ".npy";
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");
    private static final Map<String, DataType> TYPES = Map.ofEntries(
            Map.entry("<f2", DataType.FLOAT16),
            Map.entry("<f4", DataType.FLOAT),
            Map.entry("<f8", DataType.DOUBLE),
            Map.entry("<i8", DataType.INT64),
            Map.entry("<i4", DataType.INT32),
            Map.entry("<u4", DataType.UINT32),
            Map.entry("<i2", DataType.INT16),
            Map.entry("<u2", DataType.UINT16),
            Map.entry("|i1", DataType.INT8),
            Map.entry("|u1", DataType.UINT8),
            Map.entry("|b1", DataType.BOOL));

    private NpyReader() {}

    /** Maps the array of a file of at most 2 GiB into memory. @throws InvalidDataException when it is broken */
    static NumberArray npy(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new InvalidDataException("The array %s has %d bytes; at most 2 GiB are read.%nMaybe split it."
                        .formatted(file, channel.size()));
            }
            return parse(file.toString(), channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        } catch (IOException e) {
            throw new InvalidDataException("The array %s cannot be read: %s.".formatted(file, e.getMessage()), e);
        }
    }

    /** All arrays of a file, by name. @throws InvalidDataException when it is broken */
    static Map<String, NumberArray> npz(Path file) {
        Map<String, NumberArray> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName();
                if (name.endsWith(SUFFIX)) {
                    byte[] bytes = zip.getInputStream(entry).readAllBytes();
                    arrays.put(
                            name.substring(0, name.length() - SUFFIX.length()),
                            parse(file + " (" + name + ")", ByteBuffer.wrap(bytes)));
                }
            }
        } catch (IOException e) {
            throw new InvalidDataException("The arrays %s cannot be read: %s.".formatted(file, e.getMessage()), e);
        }
        return arrays;
    }

    static NumberArray parse(String name, ByteBuffer bytes) {
        ByteBuffer file = bytes.order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        if (file.remaining() < 12) {
            throw broken(name, "it is too short");
        }
        file.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw broken(name, "it does not begin as one");
        }
        int version = file.get();
        file.get();
        int length = version == 1 ? Short.toUnsignedInt(file.getShort()) : file.getInt();
        if (length < 0 || length > file.remaining()) {
            throw broken(name, "its header is cut off");
        }
        byte[] header = new byte[length];
        file.get(header);
        String text = new String(header, StandardCharsets.UTF_8);
        DataType type = TYPES.get(find(TYPE, text, name));
        if (type == null) {
            throw broken(name, "its type (%s) is none of %s".formatted(find(TYPE, text, name), TYPES.keySet()));
        }
        Longs shape = shape(find(SHAPE, text, name), name);
        if (find(FORTRAN, text, name).equals("True") && shape.size() > 1) {
            throw broken(name, "its columns come first; numpy.ascontiguousarray turns them");
        }
        if (file.remaining() != type.bytes(shape.product())) {
            throw broken(
                    name,
                    "it has %d bytes of numbers where %s %s need %d"
                            .formatted(file.remaining(), type, shape, type.bytes(shape.product())));
        }
        return new NumberArray(type, shape, file.slice());
    }

    private static Longs shape(String text, String name) {
        try {
            long[] sizes = Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(size -> !size.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
            if (sizes.length == 0 || Arrays.stream(sizes).anyMatch(size -> size < 0)) {
                throw broken(name, "its shape (%s) has no rows".formatted(text));
            }
            return Longs.of(sizes);
        } catch (NumberFormatException e) {
            throw broken(name, "its shape (%s) is malformed".formatted(text));
        }
    }

    private static String find(Pattern pattern, String header, String name) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw broken(name, "its header says no " + pattern.pattern().replaceAll("'(\\w+)'.*", "$1"));
        }
        return matcher.group(1);
    }

    private static InvalidDataException broken(String name, String why) {
        return new InvalidDataException(
                "The array %s cannot be read: %s.%nMaybe write it again with numpy.save.".formatted(name, why));
    }
}
