package io.espalier.app.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Faults in the bytes of a file: flipped, cut off, taken out, doubled, overwritten by huge lengths or another file. */
final class ByteFaults {
    private ByteFaults() {}

    /** @param other a file to take a piece of */
    static byte[] add(byte[] file, byte[] other, SplittableRandom random) {
        if (file.length == 0) {
            return file;
        }
        int at = place(file, random);
        int length = random.nextInt(1, random.nextBoolean() ? 8 : 400);
        return switch (random.nextInt(7)) {
            case 0, 1 -> flipped(file, random);
            case 2 -> Arrays.copyOf(file, random.nextInt(file.length));
            case 3 -> joined(file, at, Math.min(file.length, at + length), new byte[0]);
            case 4 -> joined(file, at, at, Arrays.copyOfRange(file, at, Math.min(file.length, at + length)));
            case 5 -> overwritten(file, at, random);
            default -> {
                int from = place(other, random);
                yield joined(file, at, at, Arrays.copyOfRange(other, from, Math.min(other.length, from + length)));
            }
        };
    }

    /** Rather in the first or last part, where the structure is, than among the numbers of the weights. */
    private static int place(byte[] file, SplittableRandom random) {
        int part = random.nextBoolean() ? Math.min(file.length, 4096) : file.length;
        return random.nextBoolean() ? random.nextInt(part) : file.length - 1 - random.nextInt(part);
    }

    private static byte[] flipped(byte[] file, SplittableRandom random) {
        byte[] flipped = file.clone();
        for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
            flipped[place(file, random)] = (byte) random.nextInt();
        }
        return flipped;
    }

    /** A varint without end, or the largest number there is. */
    private static byte[] overwritten(byte[] file, int at, SplittableRandom random) {
        byte[] overwritten = file.clone();
        int end = Math.min(file.length, at + random.nextInt(1, 12));
        Arrays.fill(overwritten, at, end, (byte) 0xff);
        if (end < file.length) {
            overwritten[end] = (byte) random.nextInt(128);
        }
        return overwritten;
    }

    private static byte[] joined(byte[] file, int from, int to, byte[] between) {
        byte[] joined = new byte[from + between.length + file.length - to];
        System.arraycopy(file, 0, joined, 0, from);
        System.arraycopy(between, 0, joined, from, between.length);
        System.arraycopy(file, to, joined, from + between.length, file.length - to);
        return joined;
    }
}
