package io.espalier.zoo.onnx;

import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Nodes so that each comes behind those it reads from; of those that may come next, the first of the file does. */
final class TopologicalOrder {
    private TopologicalOrder() {}

    /** @param given values that no node defines */
    static List<Node> of(List<Node> nodes, Set<String> given) {
        Map<String, Integer> producers = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).outputs()) {
                producers.put(output, i);
            }
        }
        List<List<Integer>> readers = new ArrayList<>();
        nodes.forEach(node -> readers.add(new ArrayList<>()));
        int[] waiting = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            for (String value : ModelGraph.readsOf(nodes.get(i))) {
                Integer producer = producers.get(value);
                if (producer != null) {
                    readers.get(producer).add(i);
                    waiting[i]++;
                } else if (!given.contains(value)) {
                    throw new InvalidModelException("""
                            The node (%s) reads the value (%s), which nothing defines.
                            Maybe the file was cut out of a larger model.""".formatted(nodes.get(i).name(), value));
                }
            }
        }
        return sort(nodes, readers, waiting);
    }

    private static List<Node> sort(List<Node> nodes, List<List<Integer>> readers, int[] waiting) {
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        List<Node> sorted = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            sorted.add(nodes.get(next));
            for (int reader : readers.get(next)) {
                if (--waiting[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        if (sorted.size() < nodes.size()) {
            List<String> names = new ArrayList<>(nodes.stream().map(Node::name).toList());
            names.removeAll(sorted.stream().map(Node::name).toList());
            throw new InvalidModelException("The nodes %s read from each other in a circle.".formatted(names));
        }
        return sorted;
    }
}
