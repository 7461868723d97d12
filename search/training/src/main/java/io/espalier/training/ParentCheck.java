package io.espalier.training;

import io.espalier.training.data.ExampleSource;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.model.ModelCard;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the model to be searched scores on the search-validation images as its card says: much better means that it
 * has seen them, much worse that it is shown them wrongly.
 *
 * @param measured accuracy on the search-validation images
 * @param finding what it means
 * @param message one line, and after a problem a second that begins with "Maybe"
 */
public record ParentCheck(Accuracy measured, Finding finding, String message) {
    private static final double STANDARD_ERRORS = 3;
    private static final double NEAR_CHANCE = 1.5;
    private static final int BATCH = 100;

    /** What the comparison says. */
    public enum Finding {
        /** As the card says. */
        AS_STATED,
        /** There is no stated accuracy, and the measured one is above chance. */
        NOTHING_STATED,
        /** Better than stated: these look like images of the training. */
        SUSPICIOUSLY_GOOD,
        /** Worse than stated or near chance: normalization, channel order or class order is probably wrong. */
        WRONG
    }

    /**
     * What is compared.
     *
     * @param images the search-validation images, normalized as the card or the user says
     * @param classes names of the data's classes
     */
    public record Subject(ImageExamples images, List<String> classes) {
        public Subject {
            classes = List.copyOf(classes);
        }
    }

    /**
     * Evaluates a classifier and compares; when it is far off, tries other normalizations, channel and class orders on up
     * to 1,000 of the images.
     *
     * @param stated accuracy on the test set, 0 to 1, as the card states it for this data; empty when it does not
     */
    public static ParentCheck of(Classifier parent, Subject subject, Optional<Double> stated) {
        Accuracy measured = AccuracyEvaluator.evaluate(parent, subject.images(), BATCH);
        double chance = 1.0 / subject.images().set().classes();
        return compared(
                measured,
                chance,
                stated,
                "images",
                () -> new Presentations(parent, subject)
                        .thatFits(stated)
                        .map(fit -> "Maybe " + fit)
                        .orElse(
                                "Maybe the data belongs to another model: other normalizations, channel and class orders were "
                                        + "tried, and none fits."));
    }

    /**
     * Compares what any model scores.
     *
     * @param guessing accuracy of a guess, 0 to below 1
     */
    public static ParentCheck of(Accuracy measured, double guessing, Optional<Double> stated) {
        return compared(
                measured,
                guessing,
                stated,
                "examples",
                () -> "Maybe the data belongs to another model, or its numbers were scaled otherwise in training.");
    }

    /** The accuracy on the test set that {@code card} states for the data. */
    public static Optional<Double> stated(@Nullable ModelCard card, ExampleSource source) {
        return card != null && source.mayBeOf(card) ? card.testAccuracy() : Optional.empty();
    }

    private static ParentCheck compared(
            Accuracy measured, double chance, Optional<Double> stated, String examples, Supplier<String> advice) {
        if (stated.isEmpty()) {
            double error = chance > 0 ? Math.sqrt(chance * (1 - chance) / measured.total()) : measured.standardError();
            if (measured.value() > Math.max(NEAR_CHANCE * chance, chance + STANDARD_ERRORS * error)) {
                return new ParentCheck(
                        measured,
                        Finding.NOTHING_STATED,
                        "The model scores %s; no model card says what to expect.".formatted(measured.percent()));
            }
            return wrong(measured, examples, ": that is near chance (%.1f %%)".formatted(100 * chance), advice);
        }
        double expected = stated.get();
        double error = Math.max(measured.standardError(), Math.sqrt(expected * (1 - expected) / measured.total()));
        double difference = measured.value() - expected;
        if (difference > STANDARD_ERRORS * error) {
            return new ParentCheck(measured, Finding.SUSPICIOUSLY_GOOD, """
                    The model scores %s on the search-validation %s, but %.2f %% on the test set by its card: \
                    these look like %s that it was trained on.
                    Maybe --val with %s that it never saw, such as --val test[0::2] --test test[1::2], or their \
                    slice as "heldOut" in the model card.""".formatted(
                            measured.percent(), examples, 100 * expected, examples, examples));
        }
        if (difference < -STANDARD_ERRORS * error) {
            return wrong(measured, examples, ", but its card says %.2f %%".formatted(100 * expected), advice);
        }
        return new ParentCheck(
                measured,
                Finding.AS_STATED,
                "The model scores %s; its card says %.2f %%.".formatted(measured.percent(), 100 * expected));
    }

    /** This check. @throws InvalidDataException when the model is shown its images wrongly */
    public ParentCheck orThrow() {
        if (finding == Finding.WRONG) {
            throw new InvalidDataException(message);
        }
        return this;
    }

    private static ParentCheck wrong(Accuracy measured, String examples, String expected, Supplier<String> advice) {
        return new ParentCheck(
                measured,
                Finding.WRONG,
                "The model scores %s on the search-validation %s%s.\n%s"
                        .formatted(measured.percent(), examples, expected, advice.get()));
    }
}
