package io.espalier.zoo.channels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which known factor of an identity is united with which new one, when a second reshape factors it again. Any order is
 * sound, but the wrong one unites all positions of an axis: a shuffle swaps its two axes, so that the next shuffle meets
 * the factors the other way round.
 */
final class FactorOrder {
    /** Of more axes than this, the order given is taken: there would be too many orders to try. */
    private static final int MOST_AXES = 4;

    private final ChannelIds ids;
    private final Map<Integer, Integer> parents = new HashMap<>();
    private int lost;

    private FactorOrder(ChannelIds ids) {
        this.ids = ids;
    }

    /**
     * The order that leaves most classes apart.
     *
     * @param layer identities; those with as many factors as there are axes count
     * @param parts the new factors of each identity of {@code layer}, by axis
     * @return by axis, the number of the known factor that its part is united with
     */
    static int[] best(ChannelIds ids, int[] layer, int[][] parts) {
        int axes = parts[0].length;
        int[] given = IntStream.range(0, axes).toArray();
        if (axes > MOST_AXES || IntStream.of(layer).noneMatch(ids::isFactored)) {
            return given;
        }
        return orders(given).stream()
                .min(Comparator.comparingInt(order -> new FactorOrder(ids).lostBy(order, layer, parts)))
                .orElse(given);
    }

    /** All orders, the given one first. */
    private static List<int[]> orders(int[] given) {
        List<int[]> orders = new ArrayList<>();
        extend(given, new int[given.length], 0, orders);
        return orders;
    }

    private static void extend(int[] given, int[] order, int length, List<int[]> orders) {
        if (length == given.length) {
            orders.add(order.clone());
            return;
        }
        for (int each : given) {
            if (IntStream.range(0, length).noneMatch(i -> order[i] == each)) {
                order[length] = each;
                extend(given, order, length + 1, orders);
            }
        }
    }

    /** How many classes fewer there would be. */
    private int lostBy(int[] order, int[] layer, int[][] parts) {
        for (int i = 0; i < layer.length; i++) {
            if (ids.isFactored(layer[i])) {
                int[] known = ids.leaves(layer[i]);
                for (int axis = 0; known.length == order.length && axis < order.length; axis++) {
                    unite(known[order[axis]], ids.find(parts[i][axis]));
                }
            }
        }
        return lost;
    }

    private void unite(int a, int b) {
        int rootOfA = find(a);
        int rootOfB = find(b);
        if (rootOfA != rootOfB) {
            parents.put(rootOfA, rootOfB);
            lost++;
        }
    }

    private int find(int id) {
        int root = id;
        for (Integer parent = parents.get(root); parent != null; parent = parents.get(root)) {
            root = parent;
        }
        return root;
    }
}
