package io.espalier.zoo.channels;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The identities of channels: a union-find over integers. Two identities are united when their channels can only go
 * together. A class may be frozen, with the first reason given.
 */
final class ChannelIds {
    private int[] parents = new int[1024];
    private int[] producers = new int[1024];
    private int[] positions = new int[1024];
    private @Nullable String[] reasons = new String[1024];
    private int count;

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
