package io.espalier.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleScoresTest {

    @ParameterizedTest(name = "{0} examples")
    @ValueSource(ints = {1, 7, 8, 9, 2048})
    void areReadAsTheyWereWritten(int count) {
        SplittableRandom random = new SplittableRandom(count);
        float[] binary = new float[count];
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            binary[i] = random.nextInt(2);
            numbers[i] = random.nextFloat() - 2;
        }
        ExampleScores bits = ExampleScores.of(binary);
        assertThat(ExampleScores.decode(bits.encode())).isEqualTo(bits);
        assertThat(bits.encode().length()).isLessThan(count / 5 + 16);
        assertThat(ExampleScores.decode(ExampleScores.of(numbers).encode())).isEqualTo(ExampleScores.of(numbers));
    }

    @Test
    void differByWhatOnlyOneIsRightAbout() {
        // McNemar: 30 against 10 of 1,000, whatever the 900 that both are right about.
        float[] one = new float[1000];
        float[] other = new float[1000];
        for (int i = 0; i < 900; i++) {
            one[i] = 1;
            other[i] = 1;
        }
        for (int i = 900; i < 930; i++) {
            one[i] = 1;
        }
        for (int i = 930; i < 940; i++) {
            other[i] = 1;
        }
        PairedDifference difference =
                ExampleScores.of(one).minus(ExampleScores.of(other)).orElseThrow();
        assertThat(difference.value()).isCloseTo(.02, within(1e-9));
        double variance = (40 / 1000.0 - .02 * .02) / 999;
        assertThat(difference.standardError()).isCloseTo(Math.sqrt(variance), within(1e-9));
        assertThat(difference.isClearlyBetter()).isTrue();
    }

    @Test
    void areComparedOnlyOnTheSameExamples() {
        ExampleScores two = ExampleScores.of(new float[] {1, 0});
        assertThat(two.minus(ExampleScores.NONE)).isEmpty();
        assertThat(ExampleScores.NONE.minus(two)).isEmpty();
        assertThat(two.minus(ExampleScores.of(new float[] {1}))).isEmpty();
    }

    @Test
    void refuseOtherText() {
        assertThatThrownBy(() -> ExampleScores.decode("x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The text (x) holds no scores of examples.");
    }
}
