package io.espalier.app.report;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A cost that the report draws accuracy against.
 *
 * @param name as in {@code front.json}
 * @param isHigherBetter whether more is better
 */
record DrawnCost(String name, boolean isHigherBetter) {

    /** The cost objectives of a run in their order; of a run that does not name them, latency, else the first cost. */
    static List<DrawnCost> of(JsonNode run, JsonNode parent) {
        List<DrawnCost> costs = new ArrayList<>();
        for (JsonNode objective : run.path("objectives").values()) {
            costs.add(new DrawnCost(
                    objective.path("name").asString(""),
                    objective.path("better").asString("").equals("higher")));
        }
        costs.removeIf(cost -> !parent.path("costs").has(cost.name()));
        if (costs.isEmpty()) {
            costs.add(new DrawnCost(first(parent), false));
        }
        return costs;
    }

    private static String first(JsonNode parent) {
        List<String> names = parent.path("costs").propertyNames().stream().toList();
        return names.stream()
                .filter(name -> name.startsWith("latency@"))
                .findFirst()
                .orElse(names.isEmpty() ? "cost" : names.get(0));
    }
}
