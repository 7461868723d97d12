package io.espalier.search.export;

import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.profile.LatencyStatistics;
import io.espalier.search.objective.CostRange;
import io.espalier.search.objective.Objective;
import io.espalier.search.space.Parent;
import io.espalier.training.Accuracy;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.file.AtomicFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code front.json} and {@code front.csv}. */
public final class FrontFiles {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Parent parent;
    private final Map<String, CostMetric> metrics;

    /** @param metrics what each cost counts, by name */
    public FrontFiles(Parent parent, Map<String, CostMetric> metrics) {
        this.parent = parent;
        this.metrics = metrics;
    }

    /** Writes both files whole. */
    public void write(Path directory, Front front) {
        AtomicFiles.write(directory.resolve("front.json"), JSON.writeValueAsString(json(front)) + '\n');
        AtomicFiles.write(directory.resolve("front.csv"), new FrontCsv(front).text());
    }

    private Map<String, Object> json(Front front) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("parent", point(front.parent(), front));
        root.put(
                "baselines",
                front.baselines().stream().map(one -> point(one, front)).toList());
        root.put("points", front.points().stream().map(one -> point(one, front)).toList());
        List<Map<String, Object>> dropped = new ArrayList<>();
        for (Dropped one : front.dropped()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", one.id());
            entry.put("key", one.key().hash());
            entry.put("reason", one.reason());
            dropped.add(entry);
        }
        root.put("dropped", dropped);
        root.put("hypervolume", front.hypervolume());
        WinnersCurse.of(front)
                .ifPresent(curse ->
                        root.put("winnersCurse", Map.of("advantage", curse.advantage(), "se", curse.standardError())));
        return root;
    }

    private Map<String, @Nullable Object> point(FrontPoint point, Front front) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", point.id());
        json.put("key", point.key().hash());
        json.put("decisions", decisions(point));
        json.put("precision", point.precision());
        Map<String, @Nullable Object> accuracy = new LinkedHashMap<>();
        accuracy.put("val", accuracy(point.validation()));
        accuracy.put("test", point.test().map(FrontFiles::accuracy).orElse(null));
        if (point != front.parent()) {
            point.testLess(front.parent())
                    .ifPresent(less ->
                            accuracy.put("testLessParent", Map.of("value", less.value(), "se", less.standardError())));
        }
        json.put("accuracy", accuracy);
        Map<String, Object> costs = new LinkedHashMap<>();
        metrics.forEach((name, metric) -> {
            if (point.predicted().containsKey(name) || name.equals(front.latency())) {
                costs.put(name, cost(name, metric, point, front));
            }
        });
        for (Objective objective : front.objectives()) {
            if (!metrics.containsKey(objective.name())) {
                costs.put(objective.name(), composed(new ObjectiveCost(objective, front), point, front));
            }
        }
        json.put("costs", costs);
        json.put("marks", List.copyOf(point.marks()));
        json.put("file", point.file().orElse(null));
        return json;
    }

    private Map<String, Object> decisions(FrontPoint point) {
        Map<String, Object> decisions = new LinkedHashMap<>();
        decisions.put("removedBlocks", List.copyOf(point.recipe().removedBlocks()));
        Map<String, Object> widths = new LinkedHashMap<>();
        point.recipe().keptUnits().forEach((group, kept) -> {
            Map<String, Object> width = new LinkedHashMap<>();
            width.put("kept", kept);
            width.put(
                    "of",
                    parent.groups().group(group).map(ChannelGroup::channels).orElse(kept));
            widths.put(group, width);
        });
        decisions.put("widths", widths);
        decisions.put("precision", point.precision());
        return decisions;
    }

    private static Map<String, Object> accuracy(Accuracy accuracy) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("value", accuracy.value());
        json.put("se", accuracy.standardError());
        return json;
    }

    private Map<String, @Nullable Object> cost(String name, CostMetric metric, FrontPoint point, Front front) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("unit", metric.unit());
        CostEstimate predicted = point.predicted().get(name);
        json.put("predicted", predicted == null ? null : predicted(CostRange.of(predicted)));
        json.put("measured", measured(name, point, front.latency()).orElse(null));
        json.put(
                "ofParent",
                PointCosts.ratio(name, point, front.parent(), front.latency()).orElse(null));
        json.put(
                "ofParentAtSamePrecision",
                front.whole(point.precision())
                        .flatMap(same -> PointCosts.ratio(name, point, same, front.latency()))
                        .orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> composed(ObjectiveCost cost, FrontPoint point, Front front) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("unit", cost.unit());
        json.put("predicted", cost.predicted(point).map(FrontFiles::predicted).orElse(null));
        json.put(
                "measured",
                cost.measured(point).map(value -> Map.of("value", value)).orElse(null));
        json.put("ofParent", cost.ratio(point, front.parent()).orElse(null));
        json.put(
                "ofParentAtSamePrecision",
                front.whole(point.precision())
                        .flatMap(same -> cost.ratio(point, same))
                        .orElse(null));
        return json;
    }

    private static Map<String, Object> predicted(CostRange range) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("value", range.value());
        json.put("low", range.low());
        json.put("high", range.high());
        json.put("confidence", range.confidence().toString());
        return json;
    }

    private static Optional<Map<String, Object>> measured(String name, FrontPoint point, String latency) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (name.equals("size") && point.fileBytes() > 0) {
            json.put("value", point.fileBytes());
            return Optional.of(json);
        }
        if (name.equals(latency) && point.latency().isPresent()) {
            LatencyStatistics statistics = point.latency().get();
            json.put("p10", statistics.p10Us() / 1000);
            json.put("median", statistics.medianUs() / 1000);
            json.put("p95", statistics.p95Us() / 1000);
            json.put("runs", statistics.runs());
            return Optional.of(json);
        }
        return PointCosts.measured(point, name, latency).map(value -> Map.of("value", value));
    }
}
