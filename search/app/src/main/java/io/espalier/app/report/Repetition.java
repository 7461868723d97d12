package io.espalier.app.report;

import io.espalier.zoo.file.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What several runs of one search say together, that differ in nothing but their seeds: how much of a result was chance.
 *
 * @param runs at least one, in the order of their seeds
 */
public record Repetition(List<Run> runs) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    /** Costs of the parent, in tenths, at which the runs are compared. */
    private static final int TENTHS = 10;

    /** One of the runs. @param models its front */
    record Run(long seed, Path folder, FrontFile front) {}

    /** Mean and standard deviation (n − 1) over the runs that have a value. */
    public record Spread(int runs, double mean, double deviation) {
        /** Of at least one value. */
        public static Spread of(List<Double> values) {
            double mean = values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
            double squares = values.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .sum();
            return new Spread(values.size(), mean, values.size() > 1 ? Math.sqrt(squares / (values.size() - 1)) : 0);
        }
    }

    /**
     * Test accuracy of the point that each run would hand out for a bound on the cost.
     *
     * @param ofParent the bound, a share of the parent's cost
     */
    public record Level(double ofParent, Spread accuracy) {}

    public Repetition {
        runs = List.copyOf(runs);
    }

    /** Reads finished runs. @param folders of runs, by seed */
    public static Repetition read(Map<Long, Path> folders) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (Map.Entry<Long, Path> folder : folders.entrySet()) {
            FrontFile front = FrontFile.of(
                    JSON.readTree(Files.readString(folder.getValue().resolve("front.json"))),
                    JSON.readTree(Files.readString(folder.getValue().resolve("run.json"))));
            runs.add(new Run(folder.getKey(), folder.getValue(), front));
        }
        return new Repetition(runs);
    }

    public Spread hypervolume() {
        return Spread.of(runs.stream().map(run -> run.front().hypervolume()).toList());
    }

    /** From the cheapest on; levels that no run reaches are left out. */
    public List<Level> levels() {
        List<Level> levels = new ArrayList<>();
        for (int tenth = 1; tenth <= TENTHS; tenth++) {
            double bound = (double) tenth / TENTHS;
            List<Double> accuracies = new ArrayList<>();
            runs.forEach(run -> accuracy(run.front(), bound).ifPresent(accuracies::add));
            if (!accuracies.isEmpty()) {
                levels.add(new Level(bound, Spread.of(accuracies)));
            }
        }
        return levels;
    }

    /** Chosen by search-validation, told by the test images. */
    private static Optional<Double> accuracy(FrontFile front, double bound) {
        return front.points().stream()
                .filter(point ->
                        point.cost().ofParent().filter(cost -> cost <= bound).isPresent())
                .max(Comparator.comparingDouble(point ->
                        point.validation().map(ReportPoint.Share::value).orElse(0.0)))
                .flatMap(ReportPoint::test)
                .map(ReportPoint.Share::value);
    }

    /** Writes {@code repeat.json}. */
    public void write(Path folder) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(
                "runs",
                runs.stream()
                        .map(run -> Map.of(
                                "seed", run.seed(),
                                "folder", String.valueOf(run.folder().getFileName()),
                                "points", run.front().points().size(),
                                "hypervolume", run.front().hypervolume()))
                        .toList());
        root.put("hypervolume", json(hypervolume()));
        root.put(
                "levels",
                levels().stream()
                        .map(level -> Map.of("ofParent", level.ofParent(), "accuracy", json(level.accuracy())))
                        .toList());
        AtomicFiles.write(folder.resolve("repeat.json"), JSON.writeValueAsString(root) + '\n');
    }

    private static Map<String, Object> json(Spread spread) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mean", spread.mean());
        json.put("sd", spread.deviation());
        json.put("runs", spread.runs());
        return json;
    }
}
