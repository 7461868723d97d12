package io.espalier.cost.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorChoiceTest {
    private static final double NOISE = .3;

    private static TransferFeatures random(long seed, int networks) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] level = new double[networks];
        double[][] devices = new double[networks][3];
        double[][] structure = new double[networks][4];
        for (int i = 0; i < networks; i++) {
            level[i] = 1;
            fill(devices[i], random);
            fill(structure[i], random);
        }
        return new TransferFeatures(level, devices, structure);
    }

    private static void fill(double[] row, SplittableRandom random) {
        for (int i = 0; i < row.length; i++) {
            row[i] = 2 * random.nextDouble() - 1;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void takesWhatLeavesTheLeastVarianceEachTime(long seed) {
        TransferFeatures features = random(seed, 25);
        int[] chosen = AnchorChoice.choose(features, 6, NOISE);
        List<Integer> before = new ArrayList<>();
        for (int anchor : chosen) {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < features.size(); i++) {
                List<Integer> with = new ArrayList<>(before);
                with.add(i);
                double variance = before.contains(i) ? Double.POSITIVE_INFINITY : summedVariance(features, with);
                if (variance < least) {
                    best = i;
                    least = variance;
                }
            }
            assertThat(anchor).isEqualTo(best);
            before.add(anchor);
        }
    }

    /** F · (I + FA' FA / s²)⁻¹ · F', by its definition. */
    private static double summedVariance(TransferFeatures features, List<Integer> measured) {
        RealMatrix all = new Array2DRowRealMatrix(features.size(), 7);
        for (int i = 0; i < features.size(); i++) {
            all.setSubMatrix(new double[][] {features.devices()[i]}, i, 0);
            all.setSubMatrix(new double[][] {features.structure()[i]}, i, 3);
        }
        RealMatrix some =
                all.getSubMatrix(measured.stream().mapToInt(i -> i).toArray(), new int[] {0, 1, 2, 3, 4, 5, 6});
        RealMatrix information = MatrixUtils.createRealIdentityMatrix(7)
                .add(some.transpose().multiply(some).scalarMultiply(1 / (NOISE * NOISE)));
        RealMatrix covariance = new LUDecomposition(information).getSolver().getInverse();
        return all.multiply(covariance).multiply(all.transpose()).getTrace();
    }

    @Test
    void refusesMoreThanThereAre() {
        assertThatThrownBy(() -> AnchorChoice.choose(random(1, 4), 5, NOISE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Of 4 networks, 5 cannot be chosen.");
    }
}
