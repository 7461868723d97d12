package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaveOverheadTest {
    private final WaveOverhead overhead = new WaveOverhead();

    /** Two steps of 100 s while the machine is busy, then eight of 1 s. */
    @Test
    void slowStepsAreNoOverhead() {
        overhead.waveStarts(Duration.ofSeconds(1000));
        long now = 1005;
        for (int step = 1; step <= 10; step++) {
            overhead.stepped(step, Duration.ofSeconds(now));
            now += step <= 2 ? 100 : 1;
        }
        overhead.waveIsOver(Duration.ofSeconds(now + 2));

        assertThat(overhead.seconds()).isEqualTo(5 + 1 + 2);
    }

    @Test
    void aWaveWithoutAStepIsAllOverhead() {
        assertThat(overhead.seconds()).isZero();

        overhead.waveStarts(Duration.ofSeconds(3));
        overhead.waveIsOver(Duration.ofSeconds(7));

        assertThat(overhead.seconds()).isEqualTo(4);
    }
}
