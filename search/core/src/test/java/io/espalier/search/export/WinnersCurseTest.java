package io.espalier.search.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.training.Accuracy;
import io.espalier.training.metric.ExampleScores;
import io.espalier.training.metric.Measured;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WinnersCurseTest {
    private static final FrontPoint PARENT = point(900, 890);

    @Test
    void isWhatThePointsLoseMoreThanTheParent() {
        WinnersCurse curse =
                WinnersCurse.of(front(point(880, 850), point(700, 680))).orElseThrow();
        // 30 and 20 of 1,000 images, the parent 10.
        assertThat(curse.advantage()).isCloseTo(.015, within(1e-9));
        assertThat(curse.standardError()).isBetween(.015, .019);
    }

    @Test
    void isUnknownWhereNothingWasTested() {
        FrontPoint untested = new FrontPoint(
                "p",
                CandidateId.of("parent", Recipe.PARENT),
                Recipe.PARENT,
                Accuracy.of(800, 1000),
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty(),
                new TreeMap<>(),
                0,
                Set.of(),
                Optional.empty());
        assertThat(WinnersCurse.of(front(untested))).isEmpty();
        assertThat(WinnersCurse.of(front())).isEmpty();
    }

    private static Front front(FrontPoint... points) {
        return new Front(PARENT, List.of(), List.of(points), List.of(), 0, List.of(), "latency");
    }

    private static FrontPoint point(int validation, int test) {
        return new FrontPoint(
                "p",
                CandidateId.of("parent", Recipe.of(List.of(), Map.of("g", validation), Map.of())),
                Recipe.PARENT,
                Accuracy.of(validation, 1000),
                Optional.of(new Measured(Accuracy.of(test, 1000), ExampleScores.NONE)),
                new TreeMap<>(),
                Optional.empty(),
                new TreeMap<>(),
                0,
                Set.of(),
                Optional.empty());
    }
}
