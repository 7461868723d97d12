package io.espalier.search.space;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The trunks used last; finding the groups of one costs more than all else about a structure. Thread-safe. */
final class TrunkCache {
    private static final int CAPACITY = 192;

    private final Parent parent;
    private final Map<Set<String>, Trunk> trunks = new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Set<String>, Trunk> eldest) {
            return size() > CAPACITY;
        }
    };

    TrunkCache(Parent parent) {
        this.parent = parent;
    }

    Trunk trunk(Set<String> removedBlocks) {
        Set<String> key = new TreeSet<>(removedBlocks);
        synchronized (trunks) {
            Trunk known = trunks.get(key);
            if (known != null) {
                return known;
            }
        }
        // Made outside of the lock: two threads may make the same one, which is equal.
        Trunk made = Trunk.of(parent, key);
        synchronized (trunks) {
            trunks.put(key, made);
        }
        return made;
    }
}
