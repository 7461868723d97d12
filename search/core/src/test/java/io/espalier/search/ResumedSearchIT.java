package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.search.export.Front;
import io.espalier.search.export.FrontPoint;
import io.espalier.search.testing.FileTrialStore;
import io.espalier.search.testing.SmallSearch;
import io.espalier.search.testing.SyntheticImages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs that are killed and resumed, or go side by side, end as the others do. */
class ResumedSearchIT {
    private static Map<String, Object> unkilled = Map.of();

    private final SmallSearch runs;

    ResumedSearchIT(@TempDir Path folder) {
        runs = new SmallSearch(folder);
    }

    @Test
    void oneOrTwoEvaluatorsEndAlike() {
        Front one = runs.search()
                .run(runs.request("one", 20).evaluators(1).build(), SearchListener.NONE)
                .front();
        Front two = runs.search()
                .run(runs.request("two", 20).evaluators(2).build(), SearchListener.NONE)
                .front();
        assertThat(outcome(two, "two")).isEqualTo(outcome(one, "one"));
    }

    @ParameterizedTest(name = "killed at {0} number {1}")
    @CsvSource({
        "CandidateScored, 1",
        "CandidateScored, 17",
        "CutsChosen, 1",
        "CutsChosen, 2",
        "TuningProgressed, 2",
        "CandidateTuned, 2",
        "TuningProgressed, 14",
        "MeasuringProgressed, 1"
    })
    void aKilledAndResumedRunEndsAsTheUnkilledOne(String kind, int number) {
        int[] left = {number};
        String name = "killed-" + kind + number;
        assertThatThrownBy(() -> runs.search()
                        .run(runs.request(name, 20).evaluators(2).build(), event -> {
                            if (event.getClass().getSimpleName().equals(kind) && --left[0] == 0) {
                                throw new Killed();
                            }
                        }))
                .isInstanceOf(Killed.class);
        Front resumed = runs.search()
                .run(runs.request(name, 20).resume(true).build(), SearchListener.NONE)
                .front();
        assertThat(outcome(resumed, name)).isEqualTo(unkilled());
    }

    private Map<String, Object> unkilled() {
        if (unkilled.isEmpty()) {
            Front front = runs.search()
                    .run(runs.request("unkilled", 20).build(), SearchListener.NONE)
                    .front();
            unkilled = outcome(front, "unkilled");
        }
        return unkilled;
    }

    @Test
    void aResumedRunKeepsWhatTheClockDecided() {
        Path run = runs.folder().resolve("timed").resolve("run.json");
        SearchRequest.Builder request = SearchRequest.builder(
                        "toy",
                        SmallSearch.MODEL,
                        "hash",
                        SyntheticImages.splits(),
                        runs.folder().resolve("timed"))
                .timeLimit(Duration.ofSeconds(20), Instant.now())
                .profiles(List.of(runs.profile()), true);
        List<Duration> left = new ArrayList<>();
        assertThatThrownBy(() -> runs.search().run(request.build(), event -> {
                    if (event instanceof SearchEvent.TuningProgressed tuning) {
                        left.add(tuning.left().orElseThrow());
                    } else if (event instanceof SearchEvent.CandidateTuned) {
                        throw new Killed();
                    }
                }))
                .isInstanceOf(Killed.class);
        assertThat(left).isNotEmpty().isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(left.get(0)).isPositive().isLessThan(Duration.ofSeconds(20));
        Map<String, JsonNode> decided = choices(run);
        assertThat(decided).containsKeys("expected", "scored", "trainingsSideBySide", "tuningPlan", "tuningSteps");

        Front front = runs.search()
                .run(request.resume(true).build(), SearchListener.NONE)
                .front();

        // A run this short has few finalists, and on a busy machine none may be measured faster than the parent.
        assertThat(front.points().size() + front.dropped().size()).isPositive();
        Map<String, JsonNode> after = choices(run);
        decided.forEach((name, before) -> {
            // Later waves of tuning are added.
            List<JsonNode> now =
                    new ArrayList<>(after.getOrDefault(name, before).values());
            assertThat(before.isArray() ? now.subList(0, before.size()) : after.get(name))
                    .as(name)
                    .isEqualTo(before.isArray() ? new ArrayList<>(before.values()) : before);
        });
    }

    private static Map<String, JsonNode> choices(Path runFile) {
        Map<String, JsonNode> choices = new TreeMap<>();
        JsonMapper.shared()
                .readTree(runFile.toFile())
                .path("choices")
                .properties()
                .forEach(choice -> choices.put(choice.getKey(), choice.getValue()));
        return choices;
    }

    /** Keys, search-validation accuracies and predicted costs of all that was tuned: what must not depend on the clock. */
    private Map<String, Object> outcome(Front front, String name) {
        Map<String, Object> outcome = new TreeMap<>();
        List<FrontPoint> wholes = new ArrayList<>(front.baselines());
        wholes.add(front.parent());
        for (FrontPoint point : wholes) {
            outcome.put(point.key().hash(), point.validation());
        }
        Map<String, Object> tuned = new HashMap<>();
        front.points().forEach(point -> tuned.put(point.key().hash(), ""));
        front.dropped().forEach(dropped -> tuned.put(dropped.key().hash(), ""));
        outcome.put("tuned", tuned);
        try (FileTrialStore store =
                FileTrialStore.open(runs.folder().resolve(name).resolve("trials.db"))) {
            store.trials().forEach(trial -> outcome.put(trial.key(), trial.metrics()));
        }
        return outcome;
    }

    /** What a killed process looks like from inside. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
