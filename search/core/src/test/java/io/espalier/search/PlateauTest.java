package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlateauTest {

    @Test
    void isReachedWhenTheFrontStandsStill() {
        Plateau plateau = new Plateau(10);
        for (int scored = 0; scored < 320; scored += 16) {
            assertThat(plateau.isReached(scored, 0.5)).isFalse();
        }
        assertThat(plateau.isReached(320, 0.5)).isTrue();
    }

    @Test
    void isNotReachedWhileTheFrontGrows() {
        Plateau plateau = new Plateau(10);
        for (int scored = 0; scored < 2000; scored += 16) {
            assertThat(plateau.isReached(scored, 0.5 + scored * 1e-5)).isFalse();
        }
    }

    @Test
    void waitsLongerInALargerSpace() {
        Plateau plateau = new Plateau(50);
        for (int scored = 0; scored < 760; scored += 16) {
            assertThat(plateau.isReached(scored, 0.5)).isFalse();
        }
        assertThat(plateau.isReached(760, 0.5)).isTrue();
    }
}
