package io.espalier.search.space;

import io.espalier.profile.measure.NetworkRequest;
import io.espalier.zoo.transform.ResidualBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Random networks that a parent can be cut to, mild and hard ones alike: each draws how many of its blocks go and how
 * narrow its groups may be, then every block and every width. Not thread-safe.
 */
public final class RandomCuts {
    private static final double MOST_BLOCKS = .7;
    private static final double WIDEST_FLOOR = .75;
    private static final int ANCHORS = 4;

    private final Assembler assembler;
    private final List<String> removable;

    public RandomCuts(Parent parent) {
        assembler = new Assembler(parent, AxisDivisors.NONE);
        removable = parent.blocks().stream()
                .filter(ResidualBlock::removable)
                .map(ResidualBlock::id)
                .toList();
    }

    /** Some cuts of these parents in turns, beside which other networks are measured: their speed tells that of the machine. */
    public static List<NetworkRequest> anchors(List<Parent> parents, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, ANCHORS)
                .mapToObj(i -> new RandomCuts(parents.get(i % parents.size())).draw("anchor-" + i, random, group -> 1))
                .toList();
    }

    /** @param divisor of a group, by id: its width is a multiple of it, or whole; 1: any width */
    public NetworkRequest draw(String name, SplittableRandom random, ToIntFunction<String> divisor) {
        double share = MOST_BLOCKS * random.nextDouble();
        TreeSet<String> removed = new TreeSet<>();
        removable.stream().filter(block -> random.nextDouble() < share).forEach(removed::add);
        double floor = WIDEST_FLOOR * random.nextDouble();
        Map<String, Integer> kept = new HashMap<>();
        new TreeMap<>(assembler.widths(removed)).forEach((group, units) -> {
            int step = Math.min(units, Math.max(1, divisor.applyAsInt(group)));
            int steps = units / step;
            int least = Math.max(1, (int) Math.ceil(floor * steps));
            int width = step * (least + random.nextInt(steps - least + 1));
            if (width < units) {
                kept.put(group, width);
            }
        });
        Recipe recipe = Recipe.of(removed, kept, Map.of());
        return new NetworkRequest(name, assembler.structure(recipe), () -> assembler.cut(recipe));
    }
}
