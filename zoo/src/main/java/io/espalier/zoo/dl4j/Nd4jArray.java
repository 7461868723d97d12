package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/**
 * An array as {@code Nd4j.write} writes it, all big-endian: the buffer of its shape information, then that of its numbers.
 * A buffer is its mode of allocation (text), its length (64 bits; 32 in old modes), its type (text) and its elements. The
 * shape information is the rank, sizes, strides, flags, a stride and the order.
 */
final class Nd4jArray {
    /** As many as 1 GiB of 32-bit numbers. */
    private static final int MOST_NUMBERS = 1 << 28;

    private static final int MOST_RANK = 32;
    private static final int PIECE = 1 << 16;

    /** Modes whose lengths have 32 bits. */
    private static final Set<String> OLD_MODES = Set.of("DIRECT", "HEAP", "JAVACPP");

    private static final Set<String> MODES = Set.of("LONG_SHAPE", "MIXED_DATA_TYPES");

    private Nd4jArray() {}

    /**
     * All numbers of a vector.
     *
     * @throws InvalidModelException when it is none, or has more than 2²⁸ numbers
     */
    static float[] read(DataInputStream in) throws IOException {
        long[] information = shapeInformation(in);
        int rank = (int) information[0];
        long elements = 1;
        for (int axis = 1; axis <= rank; axis++) {
            if (information[axis] < 0 || information[axis] > MOST_NUMBERS) {
                throw tooMany(information[axis]);
            }
            elements *= information[axis];
            if (elements > MOST_NUMBERS) {
                throw tooMany(elements);
            }
        }
        boolean vector = rank == 1 || (rank == 2 && (information[1] == 1 || information[2] == 1));
        long length = length(in);
        if (!vector || length != elements) {
            throw new InvalidModelException("Its coefficients are an array of rank %d with %d of %d numbers, no vector."
                    .formatted(rank, length, elements));
        }
        return numbers(in, in.readUTF(), (int) length);
    }

    private static long[] shapeInformation(DataInputStream in) throws IOException {
        long length = length(in);
        String type = in.readUTF();
        boolean known = type.equals("LONG") || type.equals("INT");
        if (!known || length < 4 || length > 2 * MOST_RANK + 4) {
            throw new InvalidModelException(
                    "Its coefficients begin with %d numbers of type %s, which are no shape of an array."
                            .formatted(length, type));
        }
        long[] information = new long[(int) length];
        for (int i = 0; i < information.length; i++) {
            information[i] = type.equals("LONG") ? in.readLong() : in.readInt();
        }
        if (information[0] < 1 || 2 * information[0] + 4 != length) {
            throw new InvalidModelException("Its coefficients are an array of rank %d whose shape takes %d numbers."
                    .formatted(information[0], length));
        }
        return information;
    }

    private static long length(DataInputStream in) throws IOException {
        String mode = in.readUTF();
        if (OLD_MODES.contains(mode)) {
            return in.readInt();
        }
        if (!MODES.contains(mode)) {
            throw new InvalidModelException(
                    "Its coefficients are no array of ND4J: they begin with (%s).%nMaybe the file is broken."
                            .formatted(mode.length() > 40 ? mode.substring(0, 40) + "…" : mode));
        }
        return in.readLong();
    }

    private static InvalidModelException tooMany(long numbers) {
        return new InvalidModelException(
                "Its coefficients are %d numbers, and at most %d are read.".formatted(numbers, MOST_NUMBERS));
    }

    /** Memory is taken as numbers come, not as the file announces them. */
    private static float[] numbers(DataInputStream in, String type, int length) throws IOException {
        Element element = element(type);
        float[] numbers = new float[Math.min(length, PIECE)];
        for (int i = 0; i < length; i++) {
            if (i == numbers.length) {
                numbers = Arrays.copyOf(numbers, (int) Math.min(length, 2L * numbers.length));
            }
            numbers[i] = element.read(in);
        }
        return numbers;
    }

    /** Reads one number. */
    @FunctionalInterface
    private interface Element {
        float read(DataInputStream in) throws IOException;
    }

    private static Element element(String type) {
        return switch (type) {
            case "FLOAT" -> DataInputStream::readFloat;
            case "DOUBLE" -> in -> (float) in.readDouble();
            default ->
                throw new UnsupportedFeatureException(
                        "Its coefficients are of type %s; FLOAT and DOUBLE are read.%nMaybe convert the network to FLOAT in DL4J."
                                .formatted(type));
        };
    }
}
