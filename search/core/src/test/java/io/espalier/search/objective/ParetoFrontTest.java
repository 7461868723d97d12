package io.espalier.search.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParetoFrontTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noMemberDominatesAnotherAndNoneIsForgotten(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(new double[] {random.nextInt(20), random.nextInt(20), random.nextInt(20)});
        }
        ParetoFront<double[]> front = ParetoFront.of(all, vector -> vector);
        for (double[] member : front.members()) {
            assertThat(front.members()).noneMatch(other -> Dominance.dominates(other, member));
        }
        for (double[] one : all) {
            boolean covered = front.members().stream()
                    .anyMatch(member -> Dominance.dominates(member, one) || java.util.Arrays.equals(member, one));
            assertThat(covered).isTrue();
        }
        int[] ranks = Dominance.ranks(all);
        for (int i = 0; i < ranks.length; i++) {
            double[] one = all.get(i);
            assertThat(ranks[i] == 0).isEqualTo(all.stream().noneMatch(other -> Dominance.dominates(other, one)));
        }
    }

    @Test
    void debsRulePutsFeasibilityFirstThenTheSmallerViolationThenDominance() {
        double[] good = {.1, .1};
        double[] bad = {.9, .9};
        double[] other = {.05, .95};
        assertThat(Dominance.compare(bad, 0, good, .1)).isNegative();
        assertThat(Dominance.compare(bad, .2, good, .3)).isNegative();
        assertThat(Dominance.compare(bad, 0, good, 0)).isPositive();
        assertThat(Dominance.compare(good, 0, other, 0)).isZero();
    }
}
