package io.espalier.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * PyTorch's 3×3 convolution of few channels, channels first, against sums in double precision. Where oneDNN takes caches
 * for one byte each, its gradient by the input is wrong in most repetitions.
 */
class ConvolutionIT {
    private static final int IMAGES = 4;
    private static final int IN = 6;
    private static final int OUT = 8;
    private static final int SIZE = 8;

    @Test
    void oneDnnIsUsedWhereItCanBeTrustedAlone() {
        Libtorch.ready(2);

        assertThat(OneDnn.isUsed()).isEqualTo(CacheSizes.areTold());
    }

    @Test
    void theGradientByTheInputIsThatOfTheDefinition() {
        Libtorch.ready(2);
        for (int seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            float[] weight = numbers(random, OUT * IN * 9);
            float[] slope = numbers(random, IMAGES * OUT * SIZE * SIZE);

            leaveNoNumbersInFreedMemory();
            float[] gradient = byPyTorch(numbers(random, IMAGES * IN * SIZE * SIZE), weight, slope);

            float[] expected = byDefinition(weight, slope);
            for (int i = 0; i < expected.length; i++) {
                assertThat(gradient[i]).isCloseTo(expected[i], Offset.offset(1e-4f));
            }
        }
    }

    /** So that what is left unwritten is no number. */
    private static void leaveNoNumbersInFreedMemory() {
        try (PtNDManager manager = (PtNDManager) Libtorch.engine().newBaseManager(Device.cpu())) {
            for (int size = 64; size <= 16_384; size += 64) {
                JniUtils.full(manager, new Shape(size), Double.NaN, DataType.FLOAT32, Device.cpu(), SparseFormat.DENSE);
            }
        }
    }

    private static float[] numbers(SplittableRandom random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private static float[] byPyTorch(float[] images, float[] weight, float[] slope) {
        try (PtNDManager manager = (PtNDManager) Libtorch.engine().newBaseManager(Device.cpu())) {
            PtNDArray x = TorchArrays.floats(manager, images, IMAGES, IN, SIZE, SIZE);
            JniUtils.attachGradient(x, true);
            PtNDArray kernel = TorchArrays.floats(manager, weight, OUT, IN, 3, 3);
            JniUtils.attachGradient(kernel, true);
            PtNDArray y = JniUtils.convolution(x, kernel, null, new Shape(1, 1), new Shape(1, 1), new Shape(1, 1), 1);
            PtNDArray sum = JniUtils.sum(JniUtils.mul(y, TorchArrays.floats(manager, slope, IMAGES, OUT, SIZE, SIZE)));
            JniUtils.backward(sum, TorchArrays.floats(manager, new float[] {1}), false, false);
            float[] gradient = new float[images.length];
            TorchArrays.read(JniUtils.getGradient(x), gradient);
            return gradient;
        }
    }

    private static float[] byDefinition(float[] weight, float[] slope) {
        double[] sums = new double[IMAGES * IN * SIZE * SIZE];
        for (int image = 0; image < IMAGES; image++) {
            for (int out = 0; out < OUT; out++) {
                for (int at = 0; at < SIZE * SIZE; at++) {
                    float to = slope[(image * OUT + out) * SIZE * SIZE + at];
                    for (int in = 0; in < IN; in++) {
                        for (int k = 0; k < 9; k++) {
                            int row = at / SIZE + k / 3 - 1;
                            int column = at % SIZE + k % 3 - 1;
                            if (row >= 0 && row < SIZE && column >= 0 && column < SIZE) {
                                sums[((image * IN + in) * SIZE + row) * SIZE + column] +=
                                        (double) to * weight[(out * IN + in) * 9 + k];
                            }
                        }
                    }
                }
            }
        }
        float[] gradient = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            gradient[i] = (float) sums[i];
        }
        return gradient;
    }
}
