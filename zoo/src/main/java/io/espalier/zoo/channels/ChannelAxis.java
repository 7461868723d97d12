package io.espalier.zoo.channels;

import java.util.Arrays;

/**
 * Which units each position of an axis belongs to. Mostly that is one; a position of an attention's channels has two, its
 * head and its dimension in the head, and goes with either. Units of all prunable groups are numbered through, group by
 * group; equal axes are one object. Immutable.
 */
public final class ChannelAxis {
    private static final int NONE = -1;

    private final int number;
    /** The first unit of each position, then the second ones, …; -1 where there is none. */
    private final int[][] layers;

    private ChannelAxis(int number, int[][] layers) {
        this.number = number;
        this.layers = layers;
    }

    /** @param units by position, ascending */
    static ChannelAxis of(int number, int[][] units) {
        int depth = Arrays.stream(units).mapToInt(own -> own.length).max().orElse(0);
        int[][] layers = new int[depth][units.length];
        for (int[] layer : layers) {
            Arrays.fill(layer, NONE);
        }
        for (int position = 0; position < units.length; position++) {
            for (int i = 0; i < units[position].length; i++) {
                layers[i][position] = units[position][i];
            }
        }
        return new ChannelAxis(number, layers);
    }

    /** Its place in {@link ChannelGroups#axes}. */
    public int number() {
        return number;
    }

    /** Positions of the uncut axis. */
    public int size() {
        return layers[0].length;
    }

    /** The units at {@code position}, ascending; none for one that always stays. */
    public int[] units(int position) {
        return Arrays.stream(layers)
                .mapToInt(layer -> layer[position])
                .filter(unit -> unit != NONE)
                .toArray();
    }

    /**
     * Whether {@code position} stays.
     *
     * @param removed by unit
     */
    public boolean stays(int position, boolean[] removed) {
        for (int[] layer : layers) {
            int unit = layer[position];
            if (unit != NONE && removed[unit]) {
                return false;
            }
        }
        return true;
    }

    /**
     * How many of the positions {@code from} to before {@code to} stay.
     *
     * @param removed by unit
     */
    public int kept(int from, int to, boolean[] removed) {
        int kept = 0;
        for (int i = from; i < to; i++) {
            if (stays(i, removed)) {
                kept++;
            }
        }
        return kept;
    }
}
