package io.espalier.profile;

import java.util.List;

/**
 * One kernel of a graph.
 *
 * @param nodes names of the graph's nodes that run as this kernel, the one that does the work first
 */
public record Kernel(KernelKey key, List<String> nodes) {
    public Kernel {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("The kernel (%s) has no nodes.".formatted(key));
        }
    }

    /** The name of the node that does the work. */
    public String node() {
        return nodes.get(0);
    }
}
