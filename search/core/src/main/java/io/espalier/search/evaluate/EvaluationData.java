package io.espalier.search.evaluate;

import io.espalier.training.SessionOutputs;
import io.espalier.training.data.Batches;
import io.espalier.training.data.DataSplits;
import io.espalier.training.data.Examples;
import io.espalier.training.metric.EvaluationSet;
import io.espalier.zoo.graph.ModelGraph;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The examples of a run, the same ones for every candidate.
 *
 * @param fit for tuning
 * @param calibration some of <i>fit</i>, for re-calibration and quantization
 * @param subset the part of search-validation that the first rung looks at
 * @param validation all of search-validation
 * @param test for the final numbers only
 * @param description which examples these are, part of every accuracy key
 */
public record EvaluationData(
        Examples fit,
        Batches calibration,
        EvaluationSet subset,
        EvaluationSet validation,
        EvaluationSet test,
        String description) {
    private static final int CALIBRATION_EXAMPLES = 512;
    private static final int SUBSET_EXAMPLES = 2048;
    private static final int BATCH = 128;
    private static final long HELD_NUMBERS = 64L << 20;

    /**
     * Draws the examples of a run of {@code seed}.
     *
     * @throws IllegalArgumentException when there is nothing to calibrate on
     */
    public static EvaluationData of(DataSplits splits, ModelGraph graph, long seed) {
        if (splits.fit().size() == 0) {
            throw new IllegalArgumentException(
                    "There are no examples to calibrate and tune on (%s).\nMaybe leave some of the training file out of --val."
                            .formatted(splits.description()));
        }
        OptionalInt fixed = SessionOutputs.fixedBatch(graph.inputs());
        Batches calibration = held(whole(splits.fit().sample(CALIBRATION_EXAMPLES, seed), fixed), fixed);
        Batches subset = held(splits.searchValidation().sample(SUBSET_EXAMPLES, seed), fixed);
        return new EvaluationData(
                splits.fit(),
                calibration,
                new EvaluationSet(EvaluationSet.SUBSET, subset),
                new EvaluationSet(EvaluationSet.VALIDATION, held(splits.searchValidation(), fixed)),
                new EvaluationSet(EvaluationSet.TEST, Batches.of(splits.test(), fixed.orElse(BATCH))),
                "%s; %s; calibration %d, subset %d, seed %d"
                        .formatted(
                                splits.description(),
                                splits.fit().presentation(),
                                calibration.examples().size(),
                                subset.examples().size(),
                                seed));
    }

    /** Batches that are kept where there is room. */
    private static Batches held(Examples examples, OptionalInt fixed) {
        Batches batches = Batches.of(examples, fixed.orElse(BATCH));
        return numbers(examples) <= HELD_NUMBERS ? batches.held() : batches;
    }

    /** How many numbers the inputs of all examples have. */
    private static long numbers(Examples examples) {
        if (examples.size() == 0) {
            return 0;
        }
        return examples.size()
                * examples.batch(new int[1], new int[1]).inputs().values().stream()
                        .mapToLong(input -> input.elements())
                        .sum();
    }

    /** Where values inside of a network of a fixed batch are looked at, zeros behind the real examples must not count. */
    private static Examples whole(Examples examples, OptionalInt fixed) {
        int rest = fixed.isPresent() ? examples.size() % fixed.getAsInt() : 0;
        return rest == 0
                ? examples
                : examples.subset(IntStream.range(0, examples.size() - rest).toArray());
    }
}
