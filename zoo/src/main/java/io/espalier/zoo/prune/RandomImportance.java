package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.weights.Model;
import java.util.SplittableRandom;

/** Scores uniform in 0 to 2, from the seed and the group's id alone: the baseline that every importance has to beat. */
record RandomImportance(long seed) implements WeightImportance {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public String description() {
        return "random of seed %d".formatted(seed);
    }

    @Override
    public double[] scores(Model model, ChannelGroup group) {
        long key = seed;
        for (int i = 0; i < group.id().length(); i++) {
            key = 31 * key + group.id().charAt(i);
        }
        return new SplittableRandom(key).doubles(group.channels(), 0, 2).toArray();
    }
}
