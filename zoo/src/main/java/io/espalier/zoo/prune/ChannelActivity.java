package io.espalier.zoo.prune;

import java.util.Arrays;

/**
 * How active the positions of one axis of a value were over sample images. Immutable.
 */
public final class ChannelActivity {
    private final double[] squares;
    private final double[] nonZeros;

    private ChannelActivity(double[] squares, double[] nonZeros) {
        if (squares.length != nonZeros.length) {
            throw new IllegalArgumentException(
                    "There are %d sums of squares, but %d counts.".formatted(squares.length, nonZeros.length));
        }
        this.squares = squares;
        this.nonZeros = nonZeros;
    }

    /**
     * @param squares by position, the sum of the squares of all numbers there
     * @param nonZeros by position, how many of the numbers there were not 0
     */
    public static ChannelActivity of(double[] squares, double[] nonZeros) {
        return new ChannelActivity(squares.clone(), nonZeros.clone());
    }

    public int positions() {
        return squares.length;
    }

    /** The Euclidean norm of all numbers at a position. */
    public double norm(int position) {
        return Math.sqrt(squares[position]);
    }

    /** How many numbers at each position were not 0. */
    double[] nonZeros() {
        return nonZeros.clone();
    }

    @Override
    public String toString() {
        return "squares %s, not zero %s".formatted(Arrays.toString(squares), Arrays.toString(nonZeros));
    }
}
