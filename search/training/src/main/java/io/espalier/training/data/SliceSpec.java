package io.espalier.training.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which images of a data set: {@code train} or {@code test}, with an optional Python slice over the file order, such as
 * {@code train[9::10]}, {@code test[:5000]} or {@code train[-100:]}.
 *
 * @param split the file
 * @param start first index, negative from the end; null: the beginning
 * @param stop index after the last, negative from the end; null: the end
 * @param step distance of the indices, not 0; negative: backwards
 */
public record SliceSpec(
        Split split, @Nullable Integer start, @Nullable Integer stop, int step) {
    private static final String NUMBER = "\\s*([+-]?\\d+)?\\s*";
    private static final Pattern FORM =
            Pattern.compile("\\s*(train|test)\\s*(?:\\[" + NUMBER + ":" + NUMBER + "(?::" + NUMBER + ")?\\])?\\s*");

    /** The two files of a data set. */
    public enum Split {
        TRAIN,
        TEST;

        /** This file's images. */
        public ImageSet of(Dataset dataset) {
            return this == TRAIN ? dataset.train() : dataset.test();
        }

        /** This file's examples. */
        public Examples of(ExampleSource source) {
            return this == TRAIN ? source.train() : source.test();
        }

        @Override
        public String toString() {
            return this == TRAIN ? "train" : "test";
        }
    }

    public SliceSpec {
        if (step == 0) {
            throw new IllegalArgumentException("""
                    The step of a slice of %s is 0.
                    Maybe leave it out: %s[0:100].""".formatted(split, split));
        }
    }

    /** A whole file. */
    public static SliceSpec all(Split split) {
        return new SliceSpec(split, null, null, 1);
    }

    /** Reads a slice. @throws IllegalArgumentException when it is malformed */
    public static SliceSpec parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw malformed(text, null);
        }
        try {
            Integer step = number(matcher.group(4));
            return new SliceSpec(
                    "train".equals(matcher.group(1)) ? Split.TRAIN : Split.TEST,
                    number(matcher.group(2)),
                    number(matcher.group(3)),
                    step == null ? 1 : step);
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
    }

    private static @Nullable Integer number(@Nullable String digits) {
        return digits == null ? null : Integer.valueOf(digits);
    }

    private static IllegalArgumentException malformed(String text, @Nullable NumberFormatException cause) {
        return new IllegalArgumentException("""
                The slice (%s) is not train or test with a Python-like slice.
                Maybe train[9::10], test[0::2] or train[:5000].""".formatted(text), cause);
    }

    /** The indices it selects of a file of {@code size} images, in the order of the slice, as Python does. */
    public int[] indices(int size) {
        int first = bound(start, step > 0 ? 0 : size - 1, size);
        int last = bound(stop, step > 0 ? size : -1, size);
        long count = step > 0
                ? Math.floorDiv((long) last - first + step - 1, step)
                : Math.floorDiv((long) first - last - step - 1, -(long) step);
        int[] indices = new int[(int) Math.max(0, count)];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) (first + (long) i * step);
        }
        return indices;
    }

    private int bound(@Nullable Integer value, int otherwise, int size) {
        if (value == null) {
            return otherwise;
        }
        int fromStart = value < 0 ? value + size : value;
        int low = step > 0 ? 0 : -1;
        int high = step > 0 ? size : size - 1;
        return Math.max(low, Math.min(high, fromStart));
    }

    /** The images it selects. */
    public ImageSet of(Dataset dataset) {
        ImageSet images = split.of(dataset);
        return images.subset(indices(images.size()));
    }

    /** The examples it selects. */
    public Examples of(ExampleSource source) {
        Examples examples = split.of(source);
        return examples.subset(indices(examples.size()));
    }

    @Override
    public String toString() {
        if (start == null && stop == null && step == 1) {
            return split.toString();
        }
        String bounds = (start == null ? "" : start) + ":" + (stop == null ? "" : stop);
        return split + "[" + bounds + (step == 1 ? "" : ":" + step) + "]";
    }
}
