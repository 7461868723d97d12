package io.espalier.cost.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelPredictorTest {

    /** A device that works in blocks of 16 outputs, and half as fast on inputs that are no multiple of 4. */
    private static double us(KernelKey key) {
        double pixels = key.size().product();
        double blocks = Math.ceil(key.outChannels() / 16.0);
        return 2 + pixels * key.inChannels() * blocks * 9 / 1e4 * (key.inChannels() % 4 == 0 ? 1 : 2);
    }

    private static KernelKey kernel(SplittableRandom random) {
        int size = 8 << random.nextInt(3);
        return KernelKey.parse("conv+relu %d>%d %dx%d k3x3 p1,1,1,1 fp32"
                .formatted(1 + random.nextInt(64), 1 + random.nextInt(64), size, size));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void predictsWidthsThatItHasNotSeenAndSaysHowWell(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<KernelLatency> measured = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            KernelKey key = kernel(random);
            measured.add(new KernelLatency(key, LatencyStatistics.of(new double[] {us(key)}, 1)));
        }
        KernelPredictor predictor = new KernelPredictor(measured);
        int inside = 0;
        double errors = 0;
        for (int i = 0; i < 500; i++) {
            KernelKey key = kernel(random);
            double ratio = predictor.us(key) / us(key);
            inside += ratio <= predictor.spread() && 1 / ratio <= predictor.spread() ? 1 : 0;
            errors += Math.abs(ratio - 1) / 500;
        }
        assertThat(errors).isLessThan(.05);
        assertThat(inside / 500.0).isBetween(.83, .97);
    }
}
