package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.training.ParentCheck.Finding;
import io.espalier.training.ParentCheck.Subject;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.InvalidDataException;
import io.espalier.training.data.PixelNormalization;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParentCheckTest {
    private static final Classifier PERFECT = ColourImages.classifier(0, 1, 2);
    private static final ImageSet IMAGES = ColourImages.of(900);
    private static final Subject AS_TRAINED = subject(IMAGES, ColourImages.IMAGENET, ColourImages.CLASSES);

    private static Subject subject(ImageSet images, PixelNormalization normalization, List<String> classes) {
        return new Subject(new ImageExamples("x", images, normalization), classes);
    }

    @Test
    void acceptsWhatTheCardStates() {
        ParentCheck check = ParentCheck.of(ColourImages.imperfect(PERFECT, 10), AS_TRAINED, Optional.of(0.91));
        assertThat(check.finding()).isEqualTo(Finding.AS_STATED);
        assertThat(check.measured()).isEqualTo(Accuracy.of(810, 900));
        assertThat(check.message()).isEqualTo("The model scores 90.00 ± 1.00 %; its card says 91.00 %.");
        assertThat(check.orThrow()).isSameAs(check);
    }

    @Test
    void warnsOfImagesThatTheModelHasSeen() {
        ParentCheck check = ParentCheck.of(PERFECT, AS_TRAINED, Optional.of(0.91));
        assertThat(check.finding()).isEqualTo(Finding.SUSPICIOUSLY_GOOD);
        assertThat(check.message()).isEqualTo("""
                The model scores 100.00 ± 0.00 % on the search-validation images, but 91.00 % on the test set by its \
                card: these look like images that it was trained on.
                Maybe --val with images that it never saw, such as --val test[0::2] --test test[1::2], or their slice \
                as "heldOut" in the model card.""");
        assertThat(check.orThrow()).isSameAs(check);
    }

    @Test
    void namesTheNormalizationThatFits() {
        ParentCheck check = ParentCheck.of(
                PERFECT, subject(IMAGES, PixelNormalization.ZERO_TO_ONE, ColourImages.CLASSES), Optional.of(0.99));
        assertThat(check.finding()).isEqualTo(Finding.WRONG);
        assertThat(check.message()).isEqualTo("""
                The model scores 38.00 ± 1.62 % on the search-validation images, but its card says 99.00 %.
                Maybe the normalization is wrong and should be ImageNet's mean and std (--mean 0.485,0.456,0.406 \
                --std 0.229,0.224,0.225): then it scores 100.0 % on 900 of these images.""");
        assertThatThrownBy(check::orThrow)
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(check.message());
    }

    @Test
    void namesTheChannelOrderThatFits() {
        // The third value shown is taken for red; what is not red is green.
        Classifier wantsBgr = images -> {
            float[] values = images.floats();
            float[][] scores = new float[images.shape().intAt(0)][3];
            for (int i = 0; i < scores.length; i++) {
                scores[i][values[3 * i + 2] > 0.55f ? 0 : 1] = 1;
            }
            return scores;
        };
        ImageSet reddish = ColourImages.of(900)
                .subset(IntStream.range(0, 900).filter(i -> i % 3 < 2).toArray());
        ParentCheck check = ParentCheck.of(
                wantsBgr, subject(reddish, PixelNormalization.ZERO_TO_ONE, ColourImages.CLASSES), Optional.of(0.99));
        assertThat(check.message()).isEqualTo("""
                The model scores 50.00 ± 2.04 % on the search-validation images, but its card says 99.00 %.
                Maybe the channel order is wrong: the model wants BGR, so export it again for RGB: then it scores \
                100.0 % on 600 of these images.""");
    }

    @Test
    void namesTheClassOrderThatFits() {
        Subject amberToCyan = subject(IMAGES, ColourImages.IMAGENET, List.of("beige", "cyan", "amber"));
        ParentCheck check = ParentCheck.of(ColourImages.classifier(2, 0, 1), amberToCyan, Optional.of(0.99));
        assertThat(check.message()).isEqualTo("""
                The model scores 0.00 ± 0.00 % on the search-validation images, but its card says 99.00 %.
                Maybe the class order is wrong: the model's classes are sorted by name, so put "classes" into its \
                card: then it scores 100.0 % on 900 of these images.""");
        ParentCheck shuffled = ParentCheck.of(ColourImages.classifier(1, 2, 0), AS_TRAINED, Optional.empty());
        assertThat(shuffled.message()).isEqualTo("""
                The model scores 0.00 ± 0.00 % on the search-validation images: that is near chance (33.3 %).
                Maybe the class order is wrong: the model's outputs seem to be [green, blue, red], so put "classes" \
                into its card: then it scores 100.0 % on 900 of these images.""");
    }

    @Test
    void saysWhenNothingFits() {
        Classifier constant = images -> new float[images.shape().intAt(0)][3];
        ParentCheck check = ParentCheck.of(constant, AS_TRAINED, Optional.empty());
        assertThat(check.finding()).isEqualTo(Finding.WRONG);
        assertThat(check.message()).isEqualTo("""
                The model scores 33.33 ± 1.57 % on the search-validation images: that is near chance (33.3 %).
                Maybe the data belongs to another model: other normalizations, channel and class orders were tried, \
                and none fits.""");
    }

    @Test
    void withoutACardItMustOnlyBeBetterThanChance() {
        ParentCheck check = ParentCheck.of(ColourImages.imperfect(PERFECT, 3), AS_TRAINED, Optional.empty());
        assertThat(check.finding()).isEqualTo(Finding.NOTHING_STATED);
        assertThat(check.message()).startsWith("The model scores 66.00");
    }

    @Test
    void anyModelMustBeBetterThanAGuess() {
        assertThat(ParentCheck.of(new Accuracy(.3, .02, 50), 0, Optional.empty())
                        .finding())
                .isEqualTo(Finding.NOTHING_STATED);
        ParentCheck guess = ParentCheck.of(new Accuracy(.05, .02, 50), 0, Optional.empty());
        assertThat(guess.finding()).isEqualTo(Finding.WRONG);
        assertThat(guess.message()).isEqualTo("""
                The model scores 5.00 ± 2.00 % on the search-validation examples: that is near chance (0.0 %).
                Maybe the data belongs to another model, or its numbers were scaled otherwise in training.""");
    }
}
