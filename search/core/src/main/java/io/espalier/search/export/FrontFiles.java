package io.espalier.search.export;

import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.profile.LatencyStatistics;
import io.espalier.search.space.Parent;
import io.espalier.training.Accuracy;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.file.AtomicFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    private final String latency;

    /** @param latency name of the latency that is measured; empty when there is none */
    public FrontFiles(Parent parent, Map<String, CostMetric> metrics, String latency) {
        this.parent = parent;
        this.metrics = metrics;
        this.latency = latency;
    }

    /** Writes both files whole. */
    public void write(Path directory, Front front) {
        AtomicFiles.write(directory.resolve("front.json"), JSON.writeValueAsString(json(front)) + '\n');
        AtomicFiles.write(directory.resolve("front.csv"), csv(front));
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
        json.put("accuracy", accuracy);
        Map<String, Object> costs = new LinkedHashMap<>();
        metrics.forEach((name, metric) -> {
            if (point.predicted().containsKey(name) || name.equals(latency)) {
                costs.put(name, cost(name, metric, point, front));
            }
        });
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
        json.put("predicted", predicted == null ? null : predicted(predicted));
        json.put("measured", measured(name, point).orElse(null));
        json.put("ofParent", ratio(name, point, front.parent()).orElse(null));
        json.put(
                "ofParentAtSamePrecision",
                whole(point.precision(), front)
                        .flatMap(same -> ratio(name, point, same))
                        .orElse(null));
        return json;
    }

    private static Map<String, Object> predicted(CostEstimate estimate) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("value", estimate.value());
        json.put("low", estimate.low());
        json.put("high", estimate.high());
        json.put("confidence", estimate.confidence().toString());
        return json;
    }

    private Optional<Map<String, Object>> measured(String name, FrontPoint point) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (name.equals("size") && point.fileBytes() > 0) {
            json.put("value", point.fileBytes());
            return Optional.of(json);
        }
        if (!name.equals(latency) || point.latency().isEmpty()) {
            return Optional.empty();
        }
        LatencyStatistics statistics = point.latency().get();
        json.put("p10", statistics.p10Us() / 1000);
        json.put("median", statistics.medianUs() / 1000);
        json.put("p95", statistics.p95Us() / 1000);
        json.put("runs", statistics.runs());
        return Optional.of(json);
    }

    /** The unpruned network at a precision. */
    private static Optional<FrontPoint> whole(String precision, Front front) {
        if (front.parent().precision().equals(precision)) {
            return Optional.of(front.parent());
        }
        return front.baselines().stream()
                .filter(baseline -> baseline.precision().equals(precision))
                .findFirst();
    }

    /** Share of the cost: of measured values where both are, else of predicted ones. */
    private Optional<Double> ratio(String name, FrontPoint point, FrontPoint of) {
        Optional<Double> own = PointCosts.measured(point, name, latency);
        Optional<Double> other = PointCosts.measured(of, name, latency);
        if (own.isEmpty() || other.isEmpty()) {
            own = Optional.ofNullable(point.predicted().get(name)).map(CostEstimate::value);
            other = Optional.ofNullable(of.predicted().get(name)).map(CostEstimate::value);
        }
        double divisor = other.orElse(0.0);
        return divisor > 0 ? own.map(value -> value / divisor) : Optional.empty();
    }

    private String csv(Front front) {
        StringBuilder csv =
                new StringBuilder("id,precision,accuracy_val,accuracy_val_se,accuracy_test,accuracy_test_se,"
                        + "latency_ms_predicted,latency_ms_measured,latency_of_parent,latency_of_parent_same_precision,"
                        + "macs,params,size_bytes,marks,file\n");
        List<FrontPoint> all = new ArrayList<>(List.of(front.parent()));
        all.addAll(front.baselines());
        all.addAll(front.points());
        for (FrontPoint point : all) {
            csv.append(String.join(
                            ",",
                            point.id(),
                            point.precision(),
                            number(Optional.of(point.validation().value())),
                            number(Optional.of(point.validation().standardError())),
                            number(point.test().map(Accuracy::value)),
                            number(point.test().map(Accuracy::standardError)),
                            number(predictedValue(point, latency)),
                            number(PointCosts.measured(point, latency, latency)),
                            number(ratio(latency, point, front.parent())),
                            number(whole(point.precision(), front).flatMap(same -> ratio(latency, point, same))),
                            whole(predictedValue(point, "macs")),
                            whole(predictedValue(point, "params")),
                            whole(PointCosts.measured(point, "size", latency).or(() -> predictedValue(point, "size"))),
                            String.join(" ", point.marks()),
                            point.file().orElse("")))
                    .append('\n');
        }
        return csv.toString();
    }

    private static Optional<Double> predictedValue(FrontPoint point, String name) {
        return Optional.ofNullable(point.predicted().get(name)).map(CostEstimate::value);
    }

    private static String number(Optional<Double> value) {
        return value.map(number -> String.format(Locale.ROOT, "%.6g", number)).orElse("");
    }

    private static String whole(Optional<Double> value) {
        return value.map(number -> String.format(Locale.ROOT, "%.0f", number)).orElse("");
    }
}
