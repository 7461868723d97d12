package io.espalier.zoo.channels;

/**
 * Which unit each position of an axis belongs to. Units of all prunable groups are numbered through, group by group;
 * equal axes are one object. Immutable.
 */
public final class ChannelAxis {
    private final int number;
    private final int[] units;

    ChannelAxis(int number, int[] units) {
        this.number = number;
        this.units = units;
    }

    /** Its place in {@link ChannelGroups#axes}. */
    public int number() {
        return number;
    }

    /** Positions of the uncut axis. */
    public int size() {
        return units.length;
    }

    /** The unit at {@code position}; -1 for one that always stays. */
    public int unit(int position) {
        return units[position];
    }

    /**
     * How many of the positions {@code from} to before {@code to} stay.
     *
     * @param removed by unit
     */
    public int kept(int from, int to, boolean[] removed) {
        int kept = 0;
        for (int i = from; i < to; i++) {
            if (units[i] < 0 || !removed[units[i]]) {
                kept++;
            }
        }
        return kept;
    }
}
