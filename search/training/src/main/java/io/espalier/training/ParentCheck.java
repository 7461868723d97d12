package io.espalier.training;

import io.espalier.training.data.Batches;
import io.espalier.training.data.Dataset;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.InvalidDataException;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.model.ModelCard;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
     * @param images the search-validation images
     * @param normalization as the card or the user says
     * @param classes names of the data's classes
     */
    public record Subject(ImageSet images, PixelNormalization normalization, List<String> classes) {
        public Subject {
            classes = List.copyOf(classes);
        }
    }

    /**
     * Evaluates the model and compares; when it is far off, tries other normalizations, channel and class orders on up
     * to 1,000 of the images.
     *
     * @param stated accuracy on the test set, 0 to 1, as the card states it for this data; empty when it does not
     */
    public static ParentCheck of(Classifier parent, Subject subject, Optional<Double> stated) {
        Batches batches = Batches.of(subject.images(), subject.normalization(), BATCH);
        return of(parent, subject, stated, AccuracyEvaluator.evaluate(parent, batches));
    }

    /** The accuracy on the test set that {@code card} states for {@code dataset}. */
    public static Optional<Double> stated(@Nullable ModelCard card, Dataset dataset) {
        return card != null && dataset.mayBeOf(card) ? card.testAccuracy() : Optional.empty();
    }

    /** As {@link #of(Classifier, Subject, Optional)}, with the accuracy measured before. */
    public static ParentCheck of(Classifier parent, Subject subject, Optional<Double> stated, Accuracy measured) {
        if (stated.isEmpty()) {
            double chance = 1.0 / subject.images().classes();
            double error = Math.sqrt(chance * (1 - chance) / measured.total());
            if (measured.value() > Math.max(NEAR_CHANCE * chance, chance + STANDARD_ERRORS * error)) {
                return new ParentCheck(
                        measured,
                        Finding.NOTHING_STATED,
                        "The model scores %s; no model card says what to expect.".formatted(percent(measured)));
            }
            return wrong(parent, subject, stated, measured, ": that is near chance (%.1f %%)".formatted(100 * chance));
        }
        double expected = stated.get();
        double error = Math.max(measured.standardError(), Math.sqrt(expected * (1 - expected) / measured.total()));
        double difference = measured.value() - expected;
        if (difference > STANDARD_ERRORS * error) {
            return new ParentCheck(
                    measured, Finding.SUSPICIOUSLY_GOOD, """
                    The model scores %s on the search-validation images, but %.2f %% on the test set by its card: \
                    these look like images that it was trained on.
                    Maybe --val with images that it never saw, such as --val test[0::2] --test test[1::2], or their \
                    slice as "heldOut" in the model card.""".formatted(percent(measured), 100 * expected));
        }
        if (difference < -STANDARD_ERRORS * error) {
            return wrong(parent, subject, stated, measured, ", but its card says %.2f %%".formatted(100 * expected));
        }
        return new ParentCheck(
                measured,
                Finding.AS_STATED,
                "The model scores %s; its card says %.2f %%.".formatted(percent(measured), 100 * expected));
    }

    /** This check. @throws InvalidDataException when the model is shown its images wrongly */
    public ParentCheck orThrow() {
        if (finding == Finding.WRONG) {
            throw new InvalidDataException(message);
        }
        return this;
    }

    private static ParentCheck wrong(
            Classifier parent, Subject subject, Optional<Double> stated, Accuracy measured, String expected) {
        String advice = new Presentations(parent, subject)
                .thatFits(stated)
                .map(fit -> "Maybe " + fit)
                .orElse("Maybe the data belongs to another model: other normalizations, channel and class orders were "
                        + "tried, and none fits.");
        return new ParentCheck(
                measured,
                Finding.WRONG,
                "The model scores %s on the search-validation images%s.\n%s"
                        .formatted(percent(measured), expected, advice));
    }

    private static String percent(Accuracy accuracy) {
        return String.format(Locale.ROOT, "%.2f ± %.2f %%", 100 * accuracy.value(), 100 * accuracy.standardError());
    }
}
