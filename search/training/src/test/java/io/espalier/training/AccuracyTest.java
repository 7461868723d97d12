package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AccuracyTest {

    @Test
    void knowsItsBinomialStandardError() {
        Accuracy accuracy = Accuracy.of(9, 10);
        assertThat(accuracy.value()).isEqualTo(0.9);
        assertThat(accuracy.standardError()).isCloseTo(0.09487, within(1e-5));
        assertThat(Accuracy.of(10, 10).standardError()).isZero();
    }

    @Test
    void rejectsMoreRightAnswersThanImages() {
        assertThatThrownBy(() -> Accuracy.of(11, 10))
                .hasMessage("An accuracy of 11 of 10 must have 0 <= correct <= total, total > 0.");
        assertThatThrownBy(() -> Accuracy.of(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
