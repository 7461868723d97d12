package io.espalier.search;

import static io.espalier.search.testing.MadeUpTrials.evaluated;
import static io.espalier.search.testing.MadeUpTrials.goals;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.objective.Dominance;
import io.espalier.search.space.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionTest {
    private final Promotion promotion = new Promotion(goals(), .1);

    private static Recipe cut(Evaluated one) {
        return one.priced().recipe().cut();
    }

    @Test
    void whoIsWithinAStandardErrorOfTheFrontClimbsBeforeWhoIsBehind() {
        Evaluated front = evaluated(1, .5, .8, false);
        Evaluated band = evaluated(2, .51, .795, false);
        Evaluated behind = evaluated(3, .52, .78, false);
        assertThat(promotion.choose(List.of(behind, band, front), 2)).containsExactly(cut(front), cut(band));
    }

    @Test
    void ofTheFrontThoseThatCoverItClimbFirst() {
        Evaluated small = evaluated(1, .3, .7, false);
        Evaluated nextToSmall = evaluated(2, .31, .702, false);
        Evaluated large = evaluated(3, .8, .88, false);
        assertThat(promotion.choose(List.of(nextToSmall, small, large), 2))
                .hasSize(2)
                .contains(cut(large));
    }

    @Test
    void aCutClimbsOnceAndTheWholeParentNever() {
        Evaluated whole = evaluated(0, .5, .9, true);
        Evaluated cut = evaluated(1, .45, .85, false);
        Evaluated quantized = evaluated(1, .3, .84, true);
        assertThat(promotion.choose(List.of(whole, cut, quantized), 3)).containsExactly(cut(cut));
    }

    /** Law: nobody climbs whom a loser beats by more than a standard error. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoStaysBehindBeatsNobodyWhoClimbsClearly(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Evaluated> all = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            all.add(evaluated(i, .1 + .9 * random.nextDouble(), .3 + .6 * random.nextDouble(), false));
        }
        List<Recipe> climbing = promotion.choose(all, 12);
        assertThat(climbing).hasSize(12).doesNotHaveDuplicates();
        List<double[]> vectors =
                all.stream().<double[]>map(one -> one.minimised(goals())).toList();
        int[] ranks = Dominance.ranks(vectors);
        int highest = 0;
        for (int i = 0; i < ranks.length; i++) {
            highest = climbing.contains(cut(all.get(i))) ? Math.max(highest, ranks[i]) : highest;
        }
        for (int i = 0; i < ranks.length; i++) {
            if (!climbing.contains(cut(all.get(i)))) {
                assertThat(ranks[i]).isGreaterThanOrEqualTo(highest - 1);
            }
        }
    }
}
