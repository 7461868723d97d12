package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class FinalistWaveTest {
    private static List<FinalistWave> losing(double... lost) {
        return DoubleStream.of(lost)
                .mapToObj(one -> new FinalistWave(List.of(), one))
                .toList();
    }

    @Test
    void wavesThatLostAlikeShareAlike() {
        assertThat(FinalistWave.shareOfFirst(losing(.2, .2, .2, .2))).isCloseTo(.25, within(1e-12));
        assertThat(FinalistWave.shareOfFirst(losing(.2))).isEqualTo(1);
    }

    @Test
    void fourTimesTheLossTakesTwiceTheTime() {
        assertThat(FinalistWave.shareOfFirst(losing(.4, .1))).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(FinalistWave.shareOfFirst(losing(.1, .4))).isCloseTo(1.0 / 3, within(1e-12));
    }

    /** A cut may even have gained. */
    @Test
    void whoLostNothingGetsTimeAsWell() {
        assertThat(FinalistWave.shareOfFirst(losing(-.02, .04))).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(FinalistWave.shareOfFirst(losing(0, 0))).isEqualTo(.5);
    }
}
