package io.espalier.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What {@code front.json} says, as a reader needs it.
 *
 * @param models parent, baselines, points, in this order
 * @param dropped what was measured and left out: id and reason
 */
record FrontFile(List<ReportPoint> models, Map<String, String> dropped, double hypervolume) {

    static FrontFile of(JsonNode json) {
        List<ReportPoint> models = new ArrayList<>();
        String cost = firstCost(json.path("parent"));
        models.add(point(json.path("parent"), ReportPoint.Role.PARENT, cost));
        json.path("baselines").forEach(node -> models.add(point(node, ReportPoint.Role.BASELINE, cost)));
        json.path("points").forEach(node -> models.add(point(node, ReportPoint.Role.POINT, cost)));
        Map<String, String> dropped = new LinkedHashMap<>();
        json.path("dropped")
                .forEach(node -> dropped.put(
                        node.path("id").asString(""), node.path("reason").asString("")));
        return new FrontFile(models, dropped, json.path("hypervolume").asDouble(0));
    }

    List<ReportPoint> points() {
        return models.stream()
                .filter(model -> model.role() == ReportPoint.Role.POINT)
                .toList();
    }

    /** The cost to draw: latency where there is one, else the first. */
    private static String firstCost(JsonNode parent) {
        List<String> names = parent.path("costs").propertyNames().stream().toList();
        return names.stream()
                .filter(name -> name.startsWith("latency"))
                .findFirst()
                .orElse(names.isEmpty() ? "cost" : names.get(0));
    }

    private static ReportPoint point(JsonNode node, ReportPoint.Role role, String costName) {
        List<String> marks = new ArrayList<>();
        node.path("marks").forEach(mark -> marks.add(mark.asString()));
        List<String> blocks = new ArrayList<>();
        node.path("decisions").path("removedBlocks").forEach(block -> blocks.add(block.asString()));
        Map<String, ReportPoint.Kept> kept = new LinkedHashMap<>();
        node.path("decisions")
                .path("widths")
                .properties()
                .forEach(group -> kept.put(
                        group.getKey(),
                        new ReportPoint.Kept(
                                group.getValue().path("kept").asInt(),
                                group.getValue().path("of").asInt())));
        return new ReportPoint(
                node.path("id").asString(role == ReportPoint.Role.PARENT ? "parent" : "?"),
                role,
                node.path("precision").asString("fp32"),
                share(node.path("accuracy").path("val")),
                share(node.path("accuracy").path("test")),
                cost(node.path("costs").path(costName), costName),
                size(node.path("costs").path("size")),
                marks,
                kept,
                blocks,
                Optional.ofNullable(node.path("file").asString(null)));
    }

    private static Optional<ReportPoint.Share> share(JsonNode node) {
        return number(node.path("value"))
                .map(value -> new ReportPoint.Share(value, node.path("se").asDouble(0)));
    }

    private static ReportPoint.Cost cost(JsonNode node, String name) {
        JsonNode predicted = node.path("predicted");
        return new ReportPoint.Cost(
                name,
                node.path("unit").asString(""),
                number(predicted.path("value")),
                number(predicted.path("low")),
                number(predicted.path("high")),
                number(node.path("measured").path("p10")),
                number(node.path("ofParent")),
                number(node.path("ofParentAtSamePrecision")));
    }

    private static Optional<Double> size(JsonNode node) {
        return number(node.path("measured").path("value"))
                .or(() -> number(node.path("predicted").path("value")));
    }

    private static Optional<Double> number(JsonNode node) {
        return node.isNumber() ? Optional.of(node.asDouble()) : Optional.empty();
    }
}
