package io.espalier.cost.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KnownDevicesTest {

    @Test
    void threeOfAKindShareTheirVotes() {
        double[] one = {1, 2, 3, 4, 5, 6, 7, 8};
        double[] other = {3, 1, 3, 1, 3, 1, 3, 1};
        double[] weights = KnownDevices.weights(new double[][] {one, one, one, other});
        assertThat(weights[0]).isEqualTo(weights[1]).isEqualTo(weights[2]).isLessThan(weights[3]);
        assertThat(weights[0] + weights[1] + weights[2] + weights[3]).isCloseTo(4, within(1e-12));
    }

    @Test
    void aDeviceOnWhichAllTakeTheSameIsNoTrouble() {
        assertThat(KnownDevices.standardized(new double[] {2, 2, 2})).containsExactly(0, 0, 0);
        assertThat(KnownDevices.weights(new double[][] {{1, 2, 3}, {2, 2, 2}})).doesNotContain(Double.NaN);
    }
}
