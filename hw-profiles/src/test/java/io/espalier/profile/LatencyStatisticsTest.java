package io.espalier.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyStatisticsTest {

    @Test
    void tellsTheQuietMachineFromTheSpread() {
        double[] blocks = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 100};
        LatencyStatistics statistics = LatencyStatistics.of(blocks, 5);
        assertThat(statistics).isEqualTo(new LatencyStatistics(11, 15, 3, 59.5, 11, 55));
    }

    @Test
    void weighsWhatItPutsTogetherByBlocks() {
        LatencyStatistics one = LatencyStatistics.of(new double[] {10}, 5);
        LatencyStatistics three = LatencyStatistics.of(new double[] {20, 20, 20}, 5);
        assertThat(LatencyStatistics.together(List.of(one, three)).p10Us()).isEqualTo(17.5);
        assertThat(LatencyStatistics.together(List.of(one, three)).blocks()).isEqualTo(4);
    }

    @Test
    void refusesWhatIsNoLatency() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LatencyStatistics(Double.NaN, 1, 0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LatencyStatistics(2, 1, 0, 3, 1, 1));
    }
}
