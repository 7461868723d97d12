package io.espalier.app.report;

import io.espalier.search.export.WinnersCurse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What {@code front.json} says, as a reader needs it.
 *
 * @param costs what accuracy is drawn against, the first objective first
 * @param models parent, baselines, points, in this order
 * @param dropped what was measured and left out: id and reason
 * @param winnersCurse how much better the points look on the images that chose them
 */
record FrontFile(
        List<DrawnCost> costs,
        List<ReportPoint> models,
        Map<String, String> dropped,
        double hypervolume,
        Optional<WinnersCurse> winnersCurse) {

    /** @param run what {@code run.json} says: there the objectives are named */
    static FrontFile of(JsonNode json, JsonNode run) {
        List<ReportPoint> models = new ArrayList<>();
        List<DrawnCost> costs = DrawnCost.of(run, json.path("parent"));
        models.add(point(json.path("parent"), ReportPoint.Role.PARENT, costs));
        json.path("baselines").forEach(node -> models.add(point(node, ReportPoint.Role.BASELINE, costs)));
        json.path("points").forEach(node -> models.add(point(node, ReportPoint.Role.POINT, costs)));
        Map<String, String> dropped = new LinkedHashMap<>();
        json.path("dropped")
                .forEach(node -> dropped.put(
                        node.path("id").asString(""), node.path("reason").asString("")));
        JsonNode curse = json.path("winnersCurse");
        return new FrontFile(
                costs,
                models,
                dropped,
                json.path("hypervolume").asDouble(0),
                number(curse.path("advantage"))
                        .map(value -> new WinnersCurse(value, curse.path("se").asDouble(0))));
    }

    List<ReportPoint> points() {
        return models.stream()
                .filter(model -> model.role() == ReportPoint.Role.POINT)
                .toList();
    }

    private static ReportPoint point(JsonNode node, ReportPoint.Role role, List<DrawnCost> costs) {
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
                share(node.path("accuracy").path("testLessParent")),
                costs.stream()
                        .map(cost -> cost(node.path("costs").path(cost.name()), cost.name()))
                        .toList(),
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
                number(node.path("measured").path("p10"))
                        .or(() -> number(node.path("measured").path("value"))),
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
