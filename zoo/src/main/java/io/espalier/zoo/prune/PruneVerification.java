package io.espalier.zoo.prune;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Checks that the cut network computes what the original does with the removed channels masked. */
public final class PruneVerification {
    private static final int INPUTS = 2;
    private static final double TOLERANCE = 1e-4;

    private final InferenceRuntime runtime;
    private final long seed;
    private final Map<String, Long> freeSizes;
    private final int threads;

    private PruneVerification(InferenceRuntime runtime, long seed, Map<String, Long> freeSizes, int threads) {
        this.runtime = runtime;
        this.seed = seed;
        this.freeSizes = freeSizes;
        this.threads = threads;
    }

    /**
     * The worst difference over two standard normal inputs.
     *
     * @param seed of the inputs
     * @param difference largest {@code |masked - shrunk|}; infinite when they are not even comparable
     * @param tolerance {@code 1e-4 * max(1, max|masked|)} where the difference is largest against it
     * @param beforeChoices whether not the outputs were compared, which differ, but the values that the network chooses by:
     *     its largest, those above a threshold. Of nearly equal ones rounding decides
     */
    public record Result(long seed, double difference, double tolerance, boolean beforeChoices) {
        public boolean passed() {
            return difference <= tolerance;
        }

        private Result worse(Result other) {
            return other.difference / other.tolerance > difference / tolerance ? other : this;
        }
    }

    /**
     * Masks {@code original} by the lists of {@code plan} alone, behind each tensor, and compares; networks of half precision
     * in single.
     *
     * @param original as read from its file
     * @param plan what {@code shrunk} lost
     * @param freeSizes by symbol; a free size that is not named is 2
     * @throws UnsupportedFeatureException when the network is random
     * @throws IllegalArgumentException when the plan lists a tensor that {@code original} does not compute, or
     *     {@code freeSizes} a size that is not free
     */
    public static Result verify(
            InferenceRuntime runtime,
            Model original,
            Model shrunk,
            PlanFile plan,
            long seed,
            Map<String, Long> freeSizes,
            int threads) {
        List<String> outputs =
                original.graph().outputs().stream().map(GraphValue::name).toList();
        ProbeInputs.check(original.graph(), freeSizes);
        PruneVerification verification = new PruneVerification(runtime, seed, freeSizes, threads);
        Model masked = MaskedModel.of(SinglePrecision.of(original), plan);
        Model cut = SinglePrecision.of(shrunk);
        Result result = verification.compare(masked, cut, outputs);
        if (result.passed()) {
            return result;
        }
        verification.requireRepeatable(masked, outputs);
        List<String> before = Choices.valuesBefore(original.graph());
        if (before.isEmpty()) {
            return result;
        }
        Result chosenBy = verification.compare(Choices.shown(masked, before), Choices.shown(cut, before), before);
        return chosenBy.passed() ? new Result(seed, chosenBy.difference, chosenBy.tolerance, true) : result;
    }

    private void requireRepeatable(Model masked, List<String> outputs) {
        Result repeated = compare(masked, masked, outputs);
        if (!repeated.passed()) {
            throw new UnsupportedFeatureException("""
                    The model (%s) cannot be verified: on the same inputs its outputs differ from run to run, by %.3g.
                    Maybe export it for inference, without dropout and noise.""".formatted(masked.graph().name(), repeated.difference));
        }
    }

    private Result compare(Model masked, Model shrunk, List<String> values) {
        SessionOptions options = SessionOptions.of(threads).unoptimized();
        SplittableRandom random = new SplittableRandom(seed);
        Result worst = new Result(seed, 0, TOLERANCE, false);
        try (InferenceSession original = runtime.open(masked, options);
                InferenceSession cut = runtime.open(shrunk, options)) {
            for (int i = 0; i < INPUTS; i++) {
                Map<String, Tensor> inputs = ProbeInputs.draw(masked.graph(), freeSizes, random);
                Map<String, Tensor> expected = run(original, masked.graph(), inputs);
                Map<String, Tensor> actual = cut.run(inputs);
                for (String value : values) {
                    worst = worst.worse(compare(expected.get(value), actual.get(value)));
                }
            }
        }
        return worst;
    }

    private Map<String, Tensor> run(InferenceSession session, ModelGraph graph, Map<String, Tensor> inputs) {
        try {
            return session.run(inputs);
        } catch (IllegalArgumentException e) {
            Set<String> free = ProbeInputs.freeSizes(graph);
            if (free.isEmpty() || graph.outputs().isEmpty()) {
                throw e;
            }
            throw new IllegalArgumentException(
                    "%s%nMaybe another size would do: of the free sizes %s, those that are not given (%s) were 2."
                            .formatted(e.getMessage(), free, freeSizes),
                    e);
        }
    }

    private Result compare(@Nullable Tensor masked, @Nullable Tensor shrunk) {
        if (masked == null || shrunk == null || !masked.type().equals(shrunk.type())) {
            return new Result(seed, Double.POSITIVE_INFINITY, TOLERANCE, false);
        }
        double[] reference = numbers(masked);
        double[] other = numbers(shrunk);
        double difference = 0;
        double largest = 1;
        for (int i = 0; i < reference.length; i++) {
            difference = Math.max(difference, distance(reference[i], other[i]));
            largest = Double.isFinite(reference[i]) ? Math.max(largest, Math.abs(reference[i])) : largest;
        }
        return new Result(seed, difference, TOLERANCE * largest, false);
    }

    /** 0 for the same infinity or two that are no number; infinite when only one of them is a number. */
    private static double distance(double reference, double other) {
        if (Double.compare(reference, other) == 0) {
            return 0;
        }
        double distance = Math.abs(reference - other);
        return Double.isFinite(distance) ? distance : Double.POSITIVE_INFINITY;
    }

    private static double[] numbers(Tensor tensor) {
        ByteBuffer bytes = tensor.bytes();
        double[] numbers = new double[tensor.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (tensor.dataType()) {
                case FLOAT -> bytes.getFloat();
                case DOUBLE -> bytes.getDouble();
                case FLOAT16 -> Halves.toFloat(bytes.getShort());
                case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort() << Short.SIZE);
                case INT64 -> bytes.getLong();
                case INT32, UINT32 -> bytes.getInt();
                case UINT64 -> bytes.getLong();
                case INT16, UINT16 -> bytes.getShort();
                default -> bytes.get();
            };
        }
        return numbers;
    }
}
