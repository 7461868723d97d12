package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorthyWidthsTest {
    @Test
    void keepsTheWidestOfEachStep() {
        TreeMap<Integer, Double> stair = new TreeMap<>();
        for (int width = 1; width <= 32; width++) {
            stair.put(width, 10.0 + (width <= 16 ? (width + 3) / 4 : 12));
        }
        assertThat(WorthyWidths.of(stair, .02)).containsExactly(4, 8, 12, 16, 32);
    }

    @Test
    void aWidthThatCostsMoreThanAWiderOneIsNotWorthHaving() {
        assertThat(WorthyWidths.of(new TreeMap<>(Map.of(8, 20.0, 16, 10.0, 24, 30.0, 32, 25.0)), .02))
                .containsExactly(16, 32);
    }

    @Test
    void whatMeasuringErrsMakesNoStep() {
        assertThat(WorthyWidths.of(new TreeMap<>(Map.of(8, 1.7, 16, 2.0, 32, 2.3)), 0))
                .containsExactly(8, 32);
    }

    @Test
    void aSlowSlopeIsThinnedButNotLost() {
        TreeMap<Integer, Double> slope = new TreeMap<>();
        for (int width = 1; width <= 64; width++) {
            slope.put(width, 100.0 + width);
        }
        List<Integer> worthy = WorthyWidths.of(slope, .1);
        assertThat(worthy).contains(64).hasSizeBetween(4, 8);
    }
}
