package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountdownTest {
    private long nanos;
    private final Countdown countdown = new Countdown(() -> nanos);

    private Duration leftAfter(int seconds, long done) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        return countdown.left(done, 100);
    }

    @Test
    void followsThePaceSinceTheFirstCount() {
        assertThat(leftAfter(500, 20)).isZero();
        assertThat(leftAfter(10, 30)).isEqualTo(Duration.ofSeconds(70));
        assertThat(leftAfter(30, 40)).isEqualTo(Duration.ofSeconds(120));
        assertThat(leftAfter(40, 100)).isZero();
    }

    @Test
    void forgetsThePaceOfWhatBeganAgain() {
        leftAfter(1, 10);
        leftAfter(1, 90);
        assertThat(leftAfter(1, 10)).isZero();
        assertThat(leftAfter(20, 20)).isEqualTo(Duration.ofSeconds(160));
    }
}
