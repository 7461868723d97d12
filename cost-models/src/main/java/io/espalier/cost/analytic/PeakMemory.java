package io.espalier.cost.analytic;

import io.espalier.cost.CostQuery;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the activations of a network through the order of its nodes. Each lives from the step that writes it to the
 * last that reads it; inputs live from the start, outputs to the end. Where floating point and integers meet, the value
 * is converted as soon as it is there, and both forms live while that happens.
 */
final class PeakMemory {
    private final ModelGraph graph;
    private final StoredForms forms;
    private final Map<String, Long> live = new HashMap<>();
    private long now;
    private long peak;

    PeakMemory(CostQuery query, int batch) {
        graph = query.graph();
        forms = new StoredForms(query, batch);
    }

    /** The peak; values of unknown shape count nothing. */
    long bytes() {
        for (GraphValue input : graph.inputs()) {
            write(input.name(), forms.first(input.name()));
        }
        for (GraphValue input : graph.inputs()) {
            convert(input.name(), -1);
        }
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            List<String> written = new ArrayList<>(node.outputs());
            written.removeIf(String::isEmpty);
            written.forEach(output -> write(output, forms.first(output)));
            for (String value : ModelGraph.readsOf(node)) {
                forgetUnread(value, i);
            }
            for (String output : written) {
                convert(output, i);
                forgetUnread(output, i);
            }
        }
        return peak;
    }

    private void convert(String value, int step) {
        if (forms.areTwo(value)) {
            write(value, forms.second(value));
            forgetUnread(value, step);
        }
    }

    private void write(String value, StoredForms.Form form) {
        now += form.bytes();
        live.put(key(value, form), form.bytes());
        peak = Math.max(peak, now);
    }

    private void forgetUnread(String value, int step) {
        forget(value, forms.first(value), step);
        if (forms.areTwo(value)) {
            forget(value, forms.second(value), step);
        }
    }

    private void forget(String value, StoredForms.Form form, int step) {
        if (form.lastRead() <= step) {
            Long bytes = live.remove(key(value, form));
            now -= bytes == null ? 0 : bytes;
        }
    }

    private static String key(String value, StoredForms.Form form) {
        return (form.isInteger() ? "integers " : "floats ") + value;
    }
}
