package io.espalier.search.export;

import io.espalier.training.Accuracy;
import java.util.Locale;
import java.util.Optional;

/**
 * How much better the chosen models look on the images that chose them than on the test images: whoever is picked as the
 * best of many was also lucky. What the parent, which nobody picked, has of such a difference is taken off, since one set
 * of images may be easier than the other.
 *
 * @param advantage mean over the points, in shares of images; above 0 where luck helped
 * @param standardError of the advantage, as if the points were one model
 */
public record WinnersCurse(double advantage, double standardError) {

    /** Of a front whose models were tested; empty when there is no point, or no test. */
    public static Optional<WinnersCurse> of(Front front) {
        Optional<Accuracy> parent = front.parent().test();
        if (parent.isEmpty()
                || front.points().isEmpty()
                || front.points().stream().anyMatch(point -> point.test().isEmpty())) {
            return Optional.empty();
        }
        double advantage = 0;
        double variance = 0;
        for (FrontPoint point : front.points()) {
            Accuracy test = point.test().orElseThrow();
            advantage += point.validation().value() - test.value();
            variance += square(point.validation().standardError()) + square(test.standardError());
        }
        int points = front.points().size();
        double ofParent = front.parent().validation().value() - parent.get().value();
        return Optional.of(new WinnersCurse(advantage / points - ofParent, Math.sqrt(variance / points)));
    }

    /** For users. */
    public String sentence() {
        String difference = String.format(Locale.ROOT, "%+.2f ± %.2f %%", 100 * advantage, 100 * standardError);
        return advantage > standardError
                ? "On the images that chose them the points look better than on the test images by %s, with the parent's own difference taken off: trust the test."
                        .formatted(difference)
                : "No luck of the chosen shows: %s on the images that chose them against the test images, with the parent's own difference taken off."
                        .formatted(difference);
    }

    private static double square(double value) {
        return value * value;
    }
}
