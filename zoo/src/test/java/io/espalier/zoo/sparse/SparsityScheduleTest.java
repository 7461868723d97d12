package io.espalier.zoo.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.sparse.SparsitySchedule.Cubic;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparsityScheduleTest {

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aCubicGrowsFromItsFirstToItsLast(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double first = random.nextDouble() / 2;
        double last = first + random.nextDouble() / 2;
        int begin = random.nextInt(20);
        Cubic cubic = new Cubic(first, last, begin, begin + 1 + random.nextInt(300), 1 + random.nextInt(40));

        assertThat(cubic.sparsity(0)).isCloseTo(first, within(1e-15));
        assertThat(cubic.sparsity(cubic.end())).isEqualTo(last);
        assertThat(cubic.sparsity(10_000)).isEqualTo(last);
        for (int updates = 1; updates <= cubic.end(); updates++) {
            assertThat(cubic.sparsity(updates)).isBetween(cubic.sparsity(updates - 1) - 1e-15, last);
        }
    }

    @Test
    void halfWayACubicIsSevenEighthsThere() {
        assertThat(new Cubic(0, .8, 10, 110, 1).sparsity(60)).isCloseTo(.7, within(1e-12));
        assertThat(new Cubic(0, .8, 10, 110, 50).sparsity(109)).isCloseTo(.7, within(1e-12));
    }

    @Test
    void aFewStepsAreEnoughToGrow() {
        assertThat(Cubic.within(1, 0, .5).sparsity(1)).isEqualTo(.5);
        assertThat(Cubic.within(1000, 0, .5)).isEqualTo(new Cubic(0, .5, 0, 700, 7));
    }

    @Test
    void eachRoundTakesAShareOfWhatIsLeft() {
        assertThat(SparsitySchedule.rounds(.2, .5)).hasSize(4);
        assertThat(SparsitySchedule.rounds(.2, .488)).hasSize(3).last().isEqualTo(.488);
        assertThat(SparsitySchedule.rounds(.5, .7)).isEqualTo(List.of(.5, .7));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new SparsitySchedule.Constant(1))
                .hasMessage("The sparsity (1.0) must be 0 to below 1.");
        assertThatThrownBy(() -> new Cubic(.5, .4, 0, 10, 1))
                .hasMessage(
                        "The sparsity must grow (0.5 to 0.4) between two updates (0 to 10), every one or more (1).");
        assertThatThrownBy(() -> SparsitySchedule.rounds(0, .5))
                .hasMessage("The share of a round (0.0) must be over 0 and below 1.");
    }
}
