package io.espalier.zoo.prune;

import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SplittableRandom;

/** Checks that the cut network computes what the original does with the removed channels masked. */
public final class PruneVerification {
    private static final int INPUTS = 2;
    private static final double TOLERANCE = 1e-4;

    private PruneVerification() {}

    /**
     * The worst difference over two standard normal inputs.
     *
     * @param seed of the inputs
     * @param difference largest {@code |masked - shrunk|}; infinite when they are not even comparable
     * @param tolerance {@code 1e-4 * max(1, max|masked|)} where the difference is largest against it
     */
    public record Result(long seed, double difference, double tolerance) {
        public boolean passed() {
            return difference <= tolerance;
        }

        private Result worse(Result other) {
            return other.difference / other.tolerance > difference / tolerance ? other : this;
        }
    }

    /**
     * Masks {@code original} by the lists of {@code plan} alone, behind each tensor, and compares.
     *
     * @param original as read from its file
     * @param plan what {@code shrunk} lost
     * @param freeSizes by symbol; a free size that is not named is 2
     * @throws IllegalArgumentException when the plan lists a tensor that {@code original} does not compute
     */
    public static Result verify(
            InferenceRuntime runtime,
            Model original,
            Model shrunk,
            PlanFile plan,
            long seed,
            Map<String, Long> freeSizes,
            int threads) {
        SessionOptions options = SessionOptions.of(threads).unoptimized();
        SplittableRandom random = new SplittableRandom(seed);
        Result worst = new Result(seed, 0, TOLERANCE);
        try (InferenceSession masked = runtime.open(MaskedModel.of(original, plan), options);
                InferenceSession cut = runtime.open(shrunk, options)) {
            for (int i = 0; i < INPUTS; i++) {
                Map<String, Tensor> inputs = ProbeInputs.draw(original.graph(), freeSizes, random);
                Map<String, Tensor> expected = masked.run(inputs);
                Map<String, Tensor> actual = cut.run(inputs);
                for (Map.Entry<String, Tensor> output : expected.entrySet()) {
                    worst = worst.worse(compare(seed, output.getValue(), actual.get(output.getKey())));
                }
            }
        }
        return worst;
    }

    private static Result compare(long seed, Tensor masked, @org.jspecify.annotations.Nullable Tensor shrunk) {
        if (shrunk == null || !masked.type().equals(shrunk.type())) {
            return new Result(seed, Double.POSITIVE_INFINITY, TOLERANCE);
        }
        double[] reference = numbers(masked);
        double[] other = numbers(shrunk);
        double difference = 0;
        double largest = 1;
        for (int i = 0; i < reference.length; i++) {
            double distance = Math.abs(reference[i] - other[i]);
            difference = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : Math.max(difference, distance);
            largest = Math.max(largest, Math.abs(reference[i]));
        }
        return new Result(seed, difference, TOLERANCE * largest);
    }

    private static double[] numbers(Tensor tensor) {
        ByteBuffer bytes = tensor.bytes();
        double[] numbers = new double[tensor.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (tensor.dataType()) {
                case FLOAT -> bytes.getFloat();
                case DOUBLE -> bytes.getDouble();
                case FLOAT16 -> Halves.toFloat(bytes.getShort());
                case INT64 -> bytes.getLong();
                case INT32 -> bytes.getInt();
                default -> bytes.get();
            };
        }
        return numbers;
    }
}
