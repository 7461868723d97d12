package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.training.data.SliceSpec.Split;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceSpecTest {

    /** The expected lists are what Python 3 prints for {@code list(range(10))[...]}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train | 0 1 2 3 4 5 6 7 8 9",
                "train[:] | 0 1 2 3 4 5 6 7 8 9",
                "train[9::10] | 9",
                "test[0::2] | 0 2 4 6 8",
                "test[1::2] | 1 3 5 7 9",
                "train[:4] | 0 1 2 3",
                "train[:5000] | 0 1 2 3 4 5 6 7 8 9",
                "train[-3:] | 7 8 9",
                "train[:-7] | 0 1 2",
                "train[-100:2] | 0 1",
                "train[2:8:3] | 2 5",
                "train[::-3] | 9 6 3 0",
                "train[8:2:-2] | 8 6 4",
                "train[-2::-4] | 8 4 0",
                "train[100::-5] | 9 4",
                "train[:-100:-4] | 9 5 1",
                "train[ 1 : 3 ] | 1 2",
            })
    void selectsWhatPythonSelects(String text, String expected) {
        int[] indices = SliceSpec.parse(text).indices(10);
        assertThat(String.join(
                        " ", Arrays.stream(indices).mapToObj(String::valueOf).toList()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"train[5:5]", "test[7:2]", "train[2:7:-1]", "test[10:]"})
    void maySelectNothing(String text) {
        assertThat(SliceSpec.parse(text).indices(10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "val", "train[3]", "train[a:]", "train[::]x", "train[1:2:3:4]", "train[:99999999999]"})
    void rejectsWhatIsNoSlice(String text) {
        assertThatThrownBy(() -> SliceSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        The slice (%s) is not train or test with a Python-like slice.
                        Maybe train[9::10], test[0::2] or train[:5000].""".formatted(text));
    }

    @Test
    void rejectsAStepOfZero() {
        assertThatThrownBy(() -> SliceSpec.parse("test[::0]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The step of a slice of test is 0.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "test[0::2]", "train[:5000]", "train[-9:-1:3]", "test[::-1]"})
    void printsAsItWasWritten(String text) {
        assertThat(SliceSpec.parse(text)).hasToString(text);
        assertThat(SliceSpec.parse(SliceSpec.all(Split.TEST).toString())).isEqualTo(SliceSpec.all(Split.TEST));
    }
}
