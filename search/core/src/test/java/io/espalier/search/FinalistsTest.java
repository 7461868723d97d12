package io.espalier.search;

import static io.espalier.search.testing.MadeUpTrials.evaluated;
import static io.espalier.search.testing.MadeUpTrials.goals;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Objective;
import io.espalier.search.objective.Unit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalistsTest {

    @Test
    void spreadOverTheRangeOfTheFront() {
        List<Evaluated> all = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            all.add(evaluated(i, .2 + .02 * i, .4 + .0125 * i, false));
        }
        List<Evaluated> chosen = new Finalists(goals(), .1).choose(all, 5);
        assertThat(chosen).hasSize(5);
        assertThat(chosen.get(0)).isEqualTo(all.get(39));
        assertThat(chosen.get(4)).isEqualTo(all.get(0));
        for (int i = 1; i < 5; i++) {
            assertThat(cost(chosen.get(i - 1)) - cost(chosen.get(i))).isBetween(.15, .25);
        }
    }

    @Test
    void takeAMemberOfTheBandBeforeOneFarBehind() {
        Evaluated front = evaluated(1, .5, .8, false);
        Evaluated band = evaluated(2, .51, .795, false);
        Evaluated behind = evaluated(3, .52, .6, false);
        assertThat(new Finalists(goals(), .1).choose(List.of(behind, band, front), 2))
                .containsExactly(band, front);
    }

    @Test
    void areDistinctCutsAndNeverTheWholeParent() {
        Evaluated whole = evaluated(0, 1, .9, false);
        Evaluated cut = evaluated(1, .6, .8, false);
        Evaluated quantized = evaluated(1, .3, .8, true);
        assertThat(new Finalists(goals(), .1).choose(List.of(whole, cut, quantized), 4))
                .containsExactly(quantized);
    }

    @Test
    void leaveOutWhatGuesses() {
        List<Evaluated> all = List.of(
                evaluated(1, .8, .85, false),
                evaluated(2, .6, .7, false),
                evaluated(3, .4, .5, false),
                evaluated(4, .1, .11, false));
        assertThat(new Finalists(goals(), .1).choose(all, 4)).containsExactly(all.get(0), all.get(1), all.get(2));
    }

    @Test
    void preferWhatMayKeepABoundOnAccuracy() {
        Constraint bound = new Constraint(
                "accuracy >= -2pt",
                Objective.ACCURACY.expression(),
                false,
                -.02,
                Constraint.Scale.POINTS_FROM_PARENT,
                12,
                Unit.NONE);
        List<Evaluated> all = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            all.add(evaluated(i, .2 + .04 * i, .4 + .025 * i, false));
        }
        assertThat(new Finalists(goals(bound), .1).choose(all, 4))
                .allMatch(one -> one.trial().accuracy() > .7);
    }

    private static double cost(Evaluated one) {
        return one.priced().cost("latency@here").value();
    }
}
