package io.espalier.zoo.channels;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The identities of channels: a union-find over integers. Two identities are united when their channels can only go
 * together. A class may be frozen, with the first reason given.
 *
 * <p>A class may have factors, other classes: then its channels stay while all of its factors stay. So is a channel of
 * an attention, which goes with its head or with its dimension in the head.
 */
final class ChannelIds {
    private int[] parents = new int[1024];
    private int[] producers = new int[1024];
    private int[] positions = new int[1024];
    private @Nullable String[] reasons = new String[1024];
    /** By representative. */
    private final Map<Integer, int[]> factors = new HashMap<>();
    /** By identity: which axis of factors it was made for. */
    private final Map<Integer, Integer> factorAxes = new HashMap<>();

    private int count;
    private int nextFactorAxis;

    int count() {
        return count;
    }

    /** {@code n} new identities. */
    int[] fresh(int n) {
        if (count + n > parents.length) {
            int capacity = Math.max(2 * parents.length, count + n);
            parents = Arrays.copyOf(parents, capacity);
            producers = Arrays.copyOf(producers, capacity);
            positions = Arrays.copyOf(positions, capacity);
            reasons = Arrays.copyOf(reasons, capacity);
        }
        int[] ids = new int[n];
        for (int i = 0; i < n; i++) {
            ids[i] = count;
            parents[count] = count;
            producers[count] = -1;
            count++;
        }
        return ids;
    }

    /** The representative of the class: its smallest identity. */
    int find(int id) {
        int root = id;
        while (parents[root] != root) {
            root = parents[root];
        }
        int step = id;
        while (parents[step] != root) {
            int next = parents[step];
            parents[step] = root;
            step = next;
        }
        return root;
    }

    void union(int a, int b) {
        int rootOfA = find(a);
        int rootOfB = find(b);
        if (rootOfA == rootOfB) {
            return;
        }
        int root = Math.min(rootOfA, rootOfB);
        int child = Math.max(rootOfA, rootOfB);
        parents[child] = root;
        if (reasons[root] == null) {
            reasons[root] = reasons[child];
        }
        int[] ofRoot = factors.remove(root);
        int[] ofChild = factors.remove(child);
        if (ofRoot != null) {
            factor(root, ofRoot);
        }
        if (ofChild != null) {
            factor(root, ofChild);
        }
    }

    /** {@code n} new identities, the positions of one axis that other classes are to be factored by. */
    int[] freshFactors(int n) {
        int[] ids = fresh(n);
        nextFactorAxis++;
        for (int id : ids) {
            factorAxes.put(id, nextFactorAxis);
        }
        return ids;
    }

    /** The axis of factors that this very identity was made for, numbered from 1; 0 for none. */
    int factorAxis(int id) {
        return factorAxes.getOrDefault(id, 0);
    }

    /** A new identity whose channels stay while all of {@code ids} stay. */
    int product(int... ids) {
        int id = fresh(1)[0];
        factor(id, ids);
        return id;
    }

    /** Lets the class of {@code id} go when one of {@code parts} goes. A class factored twice unites the parts in turn. */
    void factor(int id, int... parts) {
        int root = find(id);
        int[] present = factors.get(root);
        int[] known = present == null ? new int[0] : leaves(root);
        int[] added = leavesOf(parts);
        if (contains(added, root)) {
            // It would be a factor of itself: all of them are one.
            factors.remove(root);
            for (int part : concat(known, added)) {
                union(root, part);
            }
        } else if (known.length == 0) {
            factors.put(root, added);
        } else if (known.length == added.length) {
            int[] ours = without(known, added);
            int[] theirs = without(added, known);
            for (int i = 0; i < ours.length; i++) {
                union(ours[i], theirs[i]);
            }
        } else {
            for (int part : concat(known, added)) {
                union(known[0], part);
            }
        }
    }

    private static int[] concat(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static int[] without(int[] values, int[] others) {
        return Arrays.stream(values).filter(value -> !contains(others, value)).toArray();
    }

    private static boolean contains(int[] values, int value) {
        for (int each : values) {
            if (each == value) {
                return true;
            }
        }
        return false;
    }

    boolean isFactored(int id) {
        return !factors.isEmpty() && factors.containsKey(find(id));
    }

    /** The classes without factors that the class of {@code id} stays or goes by: itself, or its factors in their order. */
    int[] leaves(int id) {
        int root = find(id);
        int[] parts = factors.isEmpty() ? null : factors.get(root);
        return parts == null ? new int[] {root} : leavesOf(parts);
    }

    private int[] leavesOf(int[] parts) {
        return Arrays.stream(parts)
                .flatMap(part -> Arrays.stream(leaves(part)))
                .distinct()
                .toArray();
    }

    /** Whether two identities stay and go together. */
    boolean same(int a, int b) {
        int rootOfA = find(a);
        int rootOfB = find(b);
        return rootOfA == rootOfB
                || (isFactored(rootOfA) || isFactored(rootOfB))
                        && new TreeSet<>(list(leaves(a))).equals(new TreeSet<>(list(leaves(b))));
    }

    private static List<Integer> list(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** Freezes the factors of frozen classes: a channel that must stay needs all of them. */
    void freezeFactors() {
        factors.keySet().stream().sorted().toList().forEach(root -> {
            String reason = reasons[root];
            if (reason != null) {
                for (int leaf : leaves(root)) {
                    freeze(leaf, reason);
                }
            }
        });
    }

    void freeze(int id, String reason) {
        int root = find(id);
        if (reasons[root] == null) {
            reasons[root] = reason;
        }
    }

    /** Why the class is frozen; null when it is not. */
    @Nullable
    String reason(int id) {
        return reasons[find(id)];
    }

    /** Says that {@code id} is output {@code position} of a producer, numbered in the graph's order. The first counts. */
    void produce(int id, int producer, int position) {
        if (producers[id] < 0) {
            producers[id] = producer;
            positions[id] = position;
        }
    }

    /** The producer of this very identity, not of its class; -1 when it has none. */
    int producer(int id) {
        return producers[id];
    }

    int position(int id) {
        return positions[id];
    }
}
