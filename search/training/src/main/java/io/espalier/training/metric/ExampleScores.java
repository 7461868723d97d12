package io.espalier.training.metric;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What each example says of a network: their mean is its accuracy, or estimates it without bias. Two networks that were
 * measured on the same examples are compared example by example, which takes off what the examples have in common.
 * Immutable.
 */
public final class ExampleScores {
    /** Of a metric that does not tell. */
    public static final ExampleScores NONE = new ExampleScores(new float[0]);

    private static final char BITS = 'b';
    private static final char NUMBERS = 'f';

    private final float[] scores;

    private ExampleScores(float[] scores) {
        this.scores = scores;
    }

    /** @param scores in the order of the examples */
    public static ExampleScores of(float[] scores) {
        return new ExampleScores(scores.clone());
    }

    /** @param scores in the order of the examples */
    static ExampleScores of(List<Float> scores) {
        float[] numbers = new float[scores.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = scores.get(i);
        }
        return new ExampleScores(numbers);
    }

    public boolean isEmpty() {
        return scores.length == 0;
    }

    /** As short text that {@link #decode} reads: a bit an example where each is right or wrong, else four bytes. */
    public String encode() {
        boolean binary = true;
        for (float score : scores) {
            binary &= score == 0 || score == 1;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + (binary ? (scores.length + 7) / 8 : 4 * scores.length));
        bytes.putInt(scores.length);
        for (int i = 0; i < scores.length; i++) {
            if (!binary) {
                bytes.putFloat(scores[i]);
            } else if (scores[i] == 1) {
                int place = Integer.BYTES + i / 8;
                bytes.put(place, (byte) (bytes.get(place) | 1 << i % 8));
            }
        }
        return (binary ? BITS : NUMBERS) + Base64.getEncoder().encodeToString(bytes.array());
    }

    /** @throws IllegalArgumentException when {@link #encode} did not write it */
    public static ExampleScores decode(String text) {
        if (text.isEmpty() || text.charAt(0) != BITS && text.charAt(0) != NUMBERS) {
            throw new IllegalArgumentException("The text (%s) holds no scores of examples.".formatted(text));
        }
        boolean binary = text.charAt(0) == BITS;
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(1)));
        float[] scores = new float[bytes.getInt()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = binary ? bytes.get(Integer.BYTES + i / 8) >> i % 8 & 1 : bytes.getFloat();
        }
        return new ExampleScores(scores);
    }

    /**
     * How much better this network is than another on the same examples; of right and wrong answers that is McNemar's
     * comparison ("Note on the sampling error of the difference between correlated proportions", 1947).
     *
     * @return empty when either is unknown, or they are of other examples
     */
    public Optional<PairedDifference> minus(ExampleScores other) {
        if (isEmpty() || other.scores.length != scores.length) {
            return Optional.empty();
        }
        Mean difference = new Mean();
        for (int i = 0; i < scores.length; i++) {
            difference.add((double) scores[i] - other.scores[i]);
        }
        return Optional.of(new PairedDifference(difference.mean(), difference.standardError()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExampleScores same && Arrays.equals(scores, same.scores);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(scores);
    }
}
