package io.espalier.app.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.SplittableRandom;

/** Numbers at the ends of their ranges, texts of elsewhere. */
final class FaultyValues {
    private static final long[] WHOLES = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        4,
        5,
        7,
        8,
        16,
        64,
        127,
        255,
        1000,
        4096,
        65_536,
        16_777_216,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        1L << 32,
        1L << 40,
        1L << 53,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final float[] REALS = {0, -0f, 1, -1, 1e38f, -1e38f, 1e-40f, Float.NaN, Float.POSITIVE_INFINITY};
    private static final List<String> TEXTS =
            List.of("", " ", "#", "N", "-1", "2*N", "(N+1)", "?x.0", "a%s%n", "../x", "/etc/passwd", "x".repeat(9999));

    private final SplittableRandom random;
    private final Vocabulary own;
    private final Vocabulary all;

    /** @param own the words of the file itself. @param all those of other files too */
    FaultyValues(SplittableRandom random, Vocabulary own, Vocabulary all) {
        this.random = random;
        this.own = own;
        this.all = all;
    }

    /** @param present the value that the field has; null when that says nothing */
    Object of(FieldDescriptor field, Object present) {
        return switch (field.getJavaType()) {
            case LONG -> whole(present);
            case INT -> (int) whole(present);
            case FLOAT -> REALS[random.nextInt(REALS.length)];
            case DOUBLE -> (double) REALS[random.nextInt(REALS.length)];
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text(field);
            case BYTE_STRING -> bytes(present);
            case ENUM ->
                field.getEnumType()
                        .getValues()
                        .get(random.nextInt(field.getEnumType().getValues().size()));
            case MESSAGE -> throw new IllegalArgumentException("A message is no value.");
        };
    }

    /** @param present the number that is there; null when that says nothing */
    long whole(Object present) {
        if (present instanceof Number number && random.nextInt(3) == 0) {
            return number.longValue() + random.nextInt(-2, 3);
        }
        return random.nextInt(4) == 0 ? random.nextInt(-12, 24) : WHOLES[random.nextInt(WHOLES.length)];
    }

    private String text(FieldDescriptor field) {
        List<String> words = (random.nextInt(3) == 0 ? all : own).of(field);
        boolean strange = words.isEmpty() || random.nextInt(6) == 0;
        List<String> from = strange ? TEXTS : words;
        return from.get(random.nextInt(from.size()));
    }

    private ByteString bytes(Object present) {
        ByteString old = present instanceof ByteString bytes ? bytes : ByteString.EMPTY;
        return switch (random.nextInt(4)) {
            case 0 -> ByteString.EMPTY;
            case 1 -> old.substring(0, random.nextInt(old.size() + 1));
            case 2 -> old.concat(old);
            default -> ByteString.copyFrom(new byte[] {(byte) random.nextInt(), -1, 0, (byte) random.nextInt()});
        };
    }
}
