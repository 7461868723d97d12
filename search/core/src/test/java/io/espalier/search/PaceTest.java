package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final double MACS = 1e6;

    private final AtomicLong nanos = new AtomicLong(123_456_789_000L);
    private final Pace pace = new Pace(MACS, nanos::get);

    private void after(double seconds, int step) {
        nanos.addAndGet(Math.round(seconds * 1e9));
        pace.stepped(step, MACS);
    }

    @Test
    void isTheMeanOfTheStepsBehindTheFirstTwo() {
        pace.begins();
        after(9, 1);
        after(5, 2);
        after(1, 3);
        after(3, 4);
        assertThat(pace.seconds(MACS)).isCloseTo(2, within(1e-9));
        assertThat(pace.seconds(0)).isCloseTo(.4, within(1e-9));
    }

    @Test
    void ofAnEngineThatTellsOnlyItsEndIsTheWholeTimeByItsSteps() {
        pace.begins();
        after(12, 6);
        pace.begins();
        after(20, 10);
        assertThat(pace.isKnown()).isTrue();
        assertThat(pace.seconds(MACS)).isCloseTo(2, within(1e-9));
    }
}
