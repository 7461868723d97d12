package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelsTest {

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 3", "4, 7", "8, 127"})
    void weightsAreSymmetric(int bits, int most) {
        assertThat(Levels.ofWeights(bits)).isEqualTo(new Levels(-most, most));
    }

    @Test
    void activationsUseEveryCode() {
        assertThat(Levels.ofActivations(4, 0)).isEqualTo(new Levels(0, 15));
        assertThat(Levels.ofActivations(4, 6)).isEqualTo(new Levels(-6, 9));
        assertThat(Levels.ofActivations(8, 0)).isEqualTo(Levels.ofStorage(DataType.UINT8, 0));
        assertThat(Levels.ofStorage(DataType.INT8, 0)).isEqualTo(new Levels(-128, 127));
    }

    @ParameterizedTest
    @CsvSource({"0.24, 0", "0.25, 0", "0.26, 0.5", "0.75, 1", "1.25, 1", "-0.25, 0", "-0.75, -1", "9, 3.5", "-9, -3.5"})
    void theNearestLevelIsTheEvenOneOfTwo(float x, float rounded) {
        assertThat(.5f * Levels.ofWeights(4).nearest(x, .5f)).isEqualTo(rounded);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void otherWidthsAreRefused(int bits) {
        assertThatThrownBy(() -> Levels.ofWeights(bits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A width of %d bits must be 2 to 8.".formatted(bits));
    }
}
