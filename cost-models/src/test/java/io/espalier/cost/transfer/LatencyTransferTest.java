package io.espalier.cost.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatencyTransferTest {
    private static final int NETWORKS = 200;
    private static final int MEASURED = 10;

    private final double[] first = draw(1);
    private final double[] second = draw(2);
    private final double[] part = draw(3);

    private static double[] draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, NETWORKS)
                .mapToDouble(i -> random.nextDouble())
                .toArray();
    }

    /** Two known devices and one part that networks may have. */
    private TransferFeatures features() {
        double[] level = new double[NETWORKS];
        double[][] devices = new double[NETWORKS][];
        double[][] structure = new double[NETWORKS][];
        double[] firstScores = KnownDevices.standardized(first);
        double[] secondScores = KnownDevices.standardized(second);
        double[] partScores = KnownDevices.standardized(part);
        for (int i = 0; i < NETWORKS; i++) {
            level[i] = 1;
            devices[i] = new double[] {1, firstScores[i] / Math.sqrt(2), secondScores[i] / Math.sqrt(2)};
            structure[i] = new double[] {partScores[i] * Math.sqrt(.1)};
        }
        return new TransferFeatures(level, devices, structure);
    }

    private static int[] measured() {
        return IntStream.range(0, MEASURED).toArray();
    }

    private static LatencyTransfer fit(TransferFeatures features, double[] truth) {
        double[] ms = IntStream.of(measured()).mapToDouble(i -> truth[i]).toArray();
        return LatencyTransfer.fit(features.rows(measured()), ms, TransferPrior.OF_NETWORKS);
    }

    private double[] truth(double ofFirst, double ofSecond, double ofPart) {
        return IntStream.range(0, NETWORKS)
                .mapToDouble(i -> 5 + ofFirst * first[i] + ofSecond * second[i] + ofPart * part[i])
                .toArray();
    }

    @Test
    void findsTheCombinationOfKnownDevices() {
        double[] truth = truth(3, 1, 0);
        assertThat(fit(features(), truth).predict(features())).containsExactly(truth, within(.1));
    }

    @Test
    void findsWhatNoKnownDeviceHas() {
        double[] truth = truth(2, 1, 3);
        assertThat(fit(features(), truth).predict(features())).containsExactly(truth, within(.3));
    }

    @Test
    void aSpoiltMeasurementHardlyCounts() {
        double[] truth = truth(3, 1, 0);
        double[] spoilt = truth.clone();
        spoilt[4] *= 2;
        double[] predicted = fit(features(), spoilt).predict(features());
        assertThat(IntStream.range(MEASURED, NETWORKS)
                        .mapToDouble(i -> Math.abs(predicted[i] - truth[i]))
                        .average()
                        .orElseThrow())
                .isLessThan(.25);
    }

    @Test
    void anotherUnitChangesNothing() {
        double[] truth = truth(3, 1, 1);
        double[] seconds =
                IntStream.range(0, NETWORKS).mapToDouble(i -> truth[i] / 1000).toArray();
        double[] ms = fit(features(), truth).predict(features());
        double[] inSeconds = fit(features(), seconds).predict(features());
        Offset<Double> tiny = within(1e-9);
        for (int i = 0; i < NETWORKS; i++) {
            assertThat(inSeconds[i] * 1000).isCloseTo(ms[i], tiny);
        }
    }

    @Test
    void theIntervalHoldsMostOfTheNetworks() {
        int covered = 0;
        for (long seed = 1; seed <= 10; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] truth = truth(3, 1, 1);
            for (int i = 0; i < NETWORKS; i++) {
                truth[i] += random.nextGaussian() / 4;
            }
            LatencyTransfer transfer = fit(features(), truth);
            for (int i = MEASURED; i < NETWORKS; i++) {
                LatencyTransfer.Estimate estimate = transfer.estimate(features(), i);
                covered += estimate.low() <= truth[i] && truth[i] <= estimate.high() ? 1 : 0;
            }
        }
        // Of 1,900; ten measured networks tell a noise no better.
        assertThat(covered).isBetween(1400, 1890);
    }
}
