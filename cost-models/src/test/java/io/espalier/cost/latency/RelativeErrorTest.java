package io.espalier.cost.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelativeErrorTest {

    /** Errors of networks whose kernels are unsure by up to a half: they grow with that. */
    private static double[][] drawn(int count, SplittableRandom random) {
        double[][] drawn = new double[2][count];
        for (int i = 0; i < count; i++) {
            double unsure = random.nextInt(2) * .5 * random.nextDouble();
            drawn[0][i] = (.02 + .2 * unsure) * (random.nextDouble() + random.nextDouble() - 1);
            drawn[1][i] = unsure;
        }
        return drawn;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nineOfTenNewNetworksLieInside(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] seen = drawn(400, random);
        RelativeError error = RelativeError.of(seen[0], seen[1]);
        double[][] others = drawn(4000, random);
        int sure = 0;
        int sureInside = 0;
        int unsureInside = 0;
        for (int i = 0; i < 4000; i++) {
            boolean inside = Math.abs(others[0][i]) <= error.of(others[1][i]);
            if (others[1][i] == 0) {
                sure++;
                sureInside += inside ? 1 : 0;
            } else {
                unsureInside += inside ? 1 : 0;
            }
        }
        assertThat(sureInside / (double) sure).isBetween(.84, .97);
        assertThat(unsureInside / (4000.0 - sure)).isBetween(.84, .97);
        assertThat((sureInside + unsureInside) / 4000.0).isBetween(.86, .94);
    }

    @Test
    void tooFewNetworksAreNotTrusted() {
        assertThat(RelativeError.of(new double[] {0, 0}, new double[] {0, 0})).isEqualTo(RelativeError.OF_FEW);
    }

    @Test
    void noIntervalIsNarrowerThanTheClock() {
        assertThat(RelativeError.of(new double[5], new double[5]).of(0)).isEqualTo(.01);
    }
}
