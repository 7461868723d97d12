package io.espalier.app.command;

import io.espalier.app.report.Repetition;
import io.espalier.app.search.SearchAsked;
import io.espalier.search.export.RunDirectory;
import io.espalier.search.export.RunRecord;
import io.espalier.zoo.file.AtomicFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One search by several seeds, each a run of its own in a folder of {@link SearchAsked#out}; then what they say together.
 * Runs that are finished already are not made again.
 */
final class RepeatedSearch {
    /** In the folder of all runs, from the beginning: the command line that asked for them. */
    static final String REQUEST = "request.json";

    private final SearchAsked asked;
    private final int times;
    private final InstantSource clock;

    /** Makes one run. */
    interface OneSearch {
        void run(SearchAsked asked, Instant started) throws IOException;
    }

    RepeatedSearch(SearchAsked asked, int times, InstantSource clock) {
        if (times < 2) {
            throw new IllegalArgumentException("--repeat (%d) must be 1 or more.".formatted(times));
        }
        this.asked = asked;
        this.times = times;
        this.clock = clock;
    }

    Repetition run(OneSearch search, Instant started) throws IOException {
        keepRequest();
        Map<Long, Path> folders = new LinkedHashMap<>();
        for (long seed = asked.seed(); seed < asked.seed() + times; seed++) {
            folders.put(seed, asked.out().resolve("seed-" + seed));
        }
        Duration usedEarlier =
                folders.values().stream().map(RepeatedSearch::used).reduce(Duration.ZERO, Duration::plus);
        int left = times;
        for (Map.Entry<Long, Path> run : folders.entrySet()) {
            long seed = run.getKey();
            Path folder = run.getValue();
            if (!isFinished(folder)) {
                Instant now = clock.instant();
                Duration gone = Duration.between(started, now).plus(usedEarlier);
                int share = left;
                // What a run has used already counts against its own limit.
                Optional<Duration> limit = asked.timeLimit()
                        .map(all -> all.minus(gone).dividedBy(share).plus(used(folder)));
                boolean goesOn = asked.resume() && Files.isRegularFile(folder.resolve("run.json"));
                search.run(asked.bySeed(seed, folder, limit, goesOn, arguments(seed, folder)), now);
            }
            left--;
        }
        Repetition repetition = Repetition.read(folders);
        repetition.write(asked.out());
        return repetition;
    }

    private void keepRequest() {
        Path request = asked.out().resolve(REQUEST);
        if (!asked.resume()) {
            boolean holdsRuns = Files.exists(request);
            RunDirectory.requireEmpty(
                    asked.out(), holdsRuns ? "--resume goes on with the runs in it" : "another --out");
        }
        AtomicFiles.write(request, JsonMapper.shared().writeValueAsString(asked.description()) + '\n');
    }

    /** By a run that is in the folder already. */
    private static Duration used(Path folder) {
        double seconds = RunRecord.open(folder.resolve("run.json")).totalSeconds();
        return Duration.ofMillis(Math.round(1000 * seconds));
    }

    private static boolean isFinished(Path folder) throws IOException {
        Path record = folder.resolve("run.json");
        if (!Files.isRegularFile(record) || !Files.isRegularFile(folder.resolve("front.json"))) {
            return false;
        }
        JsonNode run = JsonMapper.shared().readTree(Files.readString(record));
        return run.path("finished").asBoolean(false);
    }

    /** The command line of one run: as if it had been asked for alone. */
    private List<String> arguments(long seed, Path folder) {
        List<String> alone = new ArrayList<>();
        List<String> all = asked.arguments();
        for (int i = 0; i < all.size(); i++) {
            String name = all.get(i).replaceFirst("=.*", "");
            if (!List.of("--repeat", "--seed", "--out").contains(name)) {
                alone.add(all.get(i));
            } else if (name.equals(all.get(i))) {
                i++;
            }
        }
        alone.addAll(List.of("--seed", "" + seed, "--out", folder.toString()));
        return alone;
    }

    static void print(Repetition repetition, PrintWriter out) {
        Table table = new Table("at most, of parent", "test accuracy, mean", "sd", "runs");
        for (Repetition.Level level : repetition.levels()) {
            table.row(
                    percent(level.ofParent(), 0),
                    percent(level.accuracy().mean(), 2),
                    percent(level.accuracy().deviation(), 2),
                    "" + level.accuracy().runs());
        }
        table.print(out);
        Repetition.Spread hypervolume = repetition.hypervolume();
        out.printf(
                Locale.ROOT,
                "hypervolume %.4f, sd %.4f, of %d runs%n",
                hypervolume.mean(),
                hypervolume.deviation(),
                hypervolume.runs());
        out.flush();
    }

    private static String percent(double share, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * share);
    }
}
