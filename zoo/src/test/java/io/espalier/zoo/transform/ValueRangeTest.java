package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ValueRangeTest {

    @Test
    void alwaysHoldsZero() {
        assertThat(new ValueRange(2, 3)).isEqualTo(new ValueRange(0, 3));
        assertThat(new ValueRange(-3, -2)).isEqualTo(new ValueRange(-3, 0));
    }

    @Test
    void codesZeroAtTheLowestIntegerBehindARelu() {
        assertThat(new ValueRange(0, 6).zeroPoint()).isZero();
        assertThat(new ValueRange(-6, 6).zeroPoint()).isEqualTo(128);
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatThrownBy(() -> new ValueRange(0, Float.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        The range from 0.0 to NaN is not finite.
                        Maybe the model produced NaN or infinity on the calibration images.""");
    }
}
