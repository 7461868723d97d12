package io.espalier.app.command;

import io.espalier.app.report.Repetition.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Searches by some seeds, and cuts by hand to the same five latencies: uniformly by L1, and over all groups by Taylor.
 * All by the commands that users have. Run by {@code benchmarks/search-study}.
 */
final class SearchStudy {
    private static final double[] LEVELS = {.75, .6, .45, .35, .25};
    private static final int HALVINGS = 7;
    private static final List<Rival> RIVALS =
            List.of(new Rival("uniform L1", "l1", "uniform"), new Rival("global Taylor", "taylor", "global"));

    private final String data;
    private final String model;
    private final Path folder;
    private final String timeLimit;
    private final List<Integer> seeds;
    private final PrintStream out;

    private record Rival(String name, String importance, String ranking) {
        String file(double level, int seed) {
            return "%s-%.0f-%d.onnx".formatted(importance, 100 * level, seed);
        }
    }

    private SearchStudy(
            String data, String model, Path folder, String timeLimit, List<Integer> seeds, PrintStream out) {
        this.data = data;
        this.model = model;
        this.folder = folder;
        this.timeLimit = timeLimit;
        this.seeds = seeds;
        this.out = out;
    }

    /** @param arguments data; model; folder; maybe the time limit of a search; maybe the seeds, by default 1 2 3 */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            throw new IllegalArgumentException("Usage: DATA MODEL FOLDER [TIME LIMIT [SEED ...]]");
        }
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        String limit = arguments.length > 3 ? arguments[3] : "60m";
        List<Integer> seeds = arguments.length > 4
                ? Arrays.stream(arguments).skip(4).map(Integer::valueOf).toList()
                : List.of(1, 2, 3);
        new SearchStudy(arguments[0], arguments[1], folder, limit, seeds, System.out).run();
    }

    private void run() throws IOException {
        List<Path> searches = new ArrayList<>();
        for (int seed : seeds) {
            searches.add(search(seed));
        }
        int steps = steps(searches);
        Path profile = searches.get(0).resolve("profile.json");
        Set<Path> files = new LinkedHashSet<>(List.of(Path.of(model)));
        for (Rival rival : RIVALS) {
            for (double level : LEVELS) {
                Path cut = cut(rival, level, profile);
                for (int seed : seeds) {
                    files.add(tuned(rival, level, seed, cut, steps));
                }
            }
        }
        for (Path search : searches) {
            json(search.resolve("front.json"))
                    .path("points")
                    .forEach(
                            point -> files.add(search.resolve(point.path("file").asString())));
        }
        Map<String, Double> latencies = latencies(List.copyOf(files), profile);
        print(searches, steps, latencies);
    }

    private Path search(int seed) throws IOException {
        Path search = folder.resolve("search-" + seed);
        if (Files.exists(search.resolve("front.json"))
                && json(search.resolve("run.json")).path("finished").asBoolean(false)) {
            return search;
        }
        if (Files.exists(search.resolve("run.json"))) {
            command("search", "--resume", "--out", search.toString());
        } else {
            command(
                    "search",
                    "--model",
                    model,
                    "--data",
                    data,
                    "--decisions",
                    "widths,depth",
                    "--time-limit",
                    timeLimit,
                    "--seed",
                    "" + seed,
                    "--out",
                    search.toString());
        }
        return search;
    }

    /** Most steps that any finalist of any search was tuned for. */
    private static int steps(List<Path> searches) throws IOException {
        int most = 1;
        for (Path search : searches) {
            for (JsonNode steps : json(search.resolve("run.json"))
                    .path("choices")
                    .path("tuningSteps")
                    .values()) {
                most = Math.max(most, steps.asInt());
            }
        }
        return most;
    }

    /** Cut, by bisection over MACs, to a predicted share of the parent's latency, and repaired. */
    private Path cut(Rival rival, double level, Path profile) throws IOException {
        Path cut = folder.resolve(rival.file(level, 0));
        if (Files.exists(cut)) {
            return cut;
        }
        Path probe = folder.resolve("probe.onnx");
        double low = .02;
        double high = 1;
        double parent = predicted(Path.of(model), profile);
        for (int i = 0; i < HALVINGS; i++) {
            double macs = (low + high) / 2;
            prune(rival, macs, probe);
            if (predicted(probe, profile) > level * parent) {
                high = macs;
            } else {
                low = macs;
            }
        }
        prune(rival, low, cut, "--repair", "--recalibrate");
        return cut;
    }

    private void prune(Rival rival, double macs, Path cut, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "prune",
                "--model",
                model,
                "--data",
                data,
                "--importance",
                rival.importance(),
                "--ranking",
                rival.ranking(),
                "--macs",
                String.format(Locale.ROOT, "%.2f%%", 100 * macs),
                "--out",
                cut.toString()));
        arguments.addAll(Arrays.asList(more));
        command(arguments.toArray(String[]::new));
    }

    private double predicted(Path file, Path profile) {
        String json = command("predict", "--model", file.toString(), "--profile", profile.toString(), "--json");
        return latency(JsonMapper.shared().readTree(json), file).path("value").asDouble();
    }

    private static JsonNode latency(JsonNode predictions, Path file) {
        for (JsonNode prediction : predictions) {
            if (prediction.path("metric").asString("").equals("latency")
                    && prediction.path("model").asString("").equals(file.toString())) {
                return prediction;
            }
        }
        throw new IllegalStateException("No latency of (%s) in %s.".formatted(file, predictions));
    }

    /** A cut that several levels share is tuned once. */
    private Path file(Rival rival, double level, int seed) throws IOException {
        Path cut = folder.resolve(rival.file(level, 0));
        for (double higher : LEVELS) {
            if (Files.mismatch(folder.resolve(rival.file(higher, 0)), cut) == -1) {
                return folder.resolve(rival.file(higher, seed));
            }
        }
        throw new IllegalStateException("There is no cut (%s).".formatted(cut));
    }

    private Path tuned(Rival rival, double level, int seed, Path cut, int steps) throws IOException {
        Path tuned = file(rival, level, seed);
        if (!Files.exists(tuned)) {
            command(
                    "finetune",
                    "--model",
                    cut.toString(),
                    "--data",
                    data,
                    "--teacher",
                    model,
                    "--steps",
                    "" + steps,
                    "--seed",
                    "" + seed,
                    "--out",
                    tuned.toString());
        }
        return tuned;
    }

    /** Measured together, of the parent. */
    private Map<String, Double> latencies(List<Path> files, Path profile) {
        List<String> arguments =
                new ArrayList<>(List.of("predict", "--profile", profile.toString(), "--measure", "--json"));
        files.forEach(file -> arguments.addAll(List.of("--model", file.toString())));
        JsonNode all = JsonMapper.shared().readTree(command(arguments.toArray(String[]::new)));
        double parent = latency(all, files.get(0)).at("/measured/p10").asDouble();
        Map<String, Double> shares = new LinkedHashMap<>();
        files.forEach(file -> shares.put(
                file.toString(), latency(all, file).at("/measured/p10").asDouble() / parent));
        return shares;
    }

    private void print(List<Path> searches, int steps, Map<String, Double> latencies) throws IOException {
        out.printf(
                "%s, %s a search, seeds %s; rivals repaired and tuned for %d steps%n%n",
                model, timeLimit, seeds, steps);
        out.println(
                "| by | latency of the parent, measured | test accuracy | sd | found, no slower | of the parent | test accuracy | sd |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (double level : LEVELS) {
            for (Rival rival : RIVALS) {
                row(rival, level, searches, latencies);
            }
        }
    }

    /** A rival at one level, beside what each search found that is no slower than the rival of its seed. */
    private void row(Rival rival, double level, List<Path> searches, Map<String, Double> latencies) throws IOException {
        List<Double> shares = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        List<Double> found = new ArrayList<>();
        List<Double> at = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            Path search = searches.get(i);
            Path file = file(rival, level, seeds.get(i));
            double share = Objects.requireNonNull(latencies.get(file.toString()), "measured");
            shares.add(share);
            accuracies.add(accuracy(file));
            best(search, share, latencies).ifPresent(point -> {
                found.add(point.at("/accuracy/test/value").asDouble());
                at.add(latencies.get(
                        search.resolve(point.path("file").asString()).toString()));
            });
        }
        out.printf(
                "| %s %s| %d of %d seeds %s|%n",
                rival.name(),
                cells(shares, accuracies),
                found.size(),
                seeds.size(),
                found.isEmpty() ? "| – | – | – " : cells(at, found));
    }

    private static String cells(List<Double> latencies, List<Double> accuracies) {
        Spread latency = Spread.of(latencies);
        Spread accuracy = Spread.of(accuracies);
        return String.format(
                Locale.ROOT,
                "| %.1f %% | %.2f %% | %.2f ",
                100 * latency.mean(),
                100 * accuracy.mean(),
                100 * accuracy.deviation());
    }

    /** The point that search-validation holds for the best of those that are fast enough. */
    private static Optional<JsonNode> best(Path search, double bound, Map<String, Double> latencies)
            throws IOException {
        return json(search.resolve("front.json"))
                .path("points")
                .valueStream()
                .filter(point -> latencies.getOrDefault(
                                search.resolve(point.path("file").asString()).toString(), 1.0)
                        <= bound)
                .max(Comparator.comparingDouble(
                        point -> point.at("/accuracy/val/value").asDouble()));
    }

    private double accuracy(Path file) {
        String json = command("evaluate", "--model", file.toString(), "--data", data, "--json");
        return JsonMapper.shared().readTree(json).at("/accuracy/value").asDouble();
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    private static String command(String... arguments) {
        StringWriter results = new StringWriter();
        PrintWriter progress = new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
        int status = Main.run(new PrintWriter(results, true), progress, arguments);
        if (status != 0) {
            throw new IllegalStateException(
                    "espalier %s ended with %d.".formatted(String.join(" ", arguments), status));
        }
        return results.toString();
    }
}
