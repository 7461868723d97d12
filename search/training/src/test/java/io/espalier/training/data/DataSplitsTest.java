package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.ModelInput;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DataSplitsTest {
    private final ExampleSource dataset = source(NumberedImages.dataset(8, 6));

    private static ExampleSource source(Dataset dataset) {
        return ExampleSource.of(dataset, "x", new PixelNormalization(1, List.of(0.0), List.of(1.0)));
    }

    private static List<Integer> numbers(Examples examples) {
        return NumberedImages.numbers(examples.images().orElseThrow().set());
    }

    @Test
    void everySecondTestImageValidatesWhenNobodyKnowsWhatTheModelSaw() {
        for (ModelCard card : new @Nullable ModelCard[] {null, card("numbers", null)}) {
            DataSplits splits = DataSplits.of(dataset, card, null, null);
            assertThat(numbers(splits.searchValidation())).containsExactly(1000, 1002, 1004);
            assertThat(numbers(splits.test())).containsExactly(1001, 1003, 1005);
            assertThat(numbers(splits.fit())).hasSize(8);
            assertThat(splits.description()).isEqualTo("validation test[0::2]; test test[1::2]; fit train");
            assertThat(splits.explanation())
                    .isEqualTo("test[0::2] validates (3 images), test[1::2] is the test (3): nobody knows which "
                            + "training images the model has seen (no \"heldOut\" in a model card).");
        }
    }

    @Test
    void whatTheModelNeverSawValidates() {
        DataSplits splits = DataSplits.of(dataset, card("numbers", "train[1::4]"), null, null);
        assertThat(numbers(splits.searchValidation())).containsExactly(1, 5);
        assertThat(numbers(splits.test())).hasSize(6);
        assertThat(numbers(splits.fit())).containsExactly(0, 2, 3, 4, 6, 7);
        assertThat(splits.description()).isEqualTo("validation train[1::4]; test test; fit train - train[1::4]");
    }

    @Test
    void theUsersSliceValidatesAndTheHeldOutImagesStillDoNotFit() {
        DataSplits splits = DataSplits.of(
                dataset, card("numbers", "train[1::4]"), SliceSpec.parse("train[:2]"), SliceSpec.parse("test[:2]"));
        assertThat(numbers(splits.searchValidation())).containsExactly(0, 1);
        assertThat(numbers(splits.test())).containsExactly(1000, 1001);
        assertThat(numbers(splits.fit())).containsExactly(2, 3, 4, 6, 7);
    }

    @Test
    void theTestIsWhatTheUsersValidationLeaves() {
        DataSplits splits = DataSplits.of(dataset, null, SliceSpec.parse("test[:2]"), null);
        assertThat(numbers(splits.test())).containsExactly(1002, 1003, 1004, 1005);
    }

    @Test
    void testImagesFromTheTrainingFileDoNotFit() {
        DataSplits splits = DataSplits.of(dataset, null, SliceSpec.parse("train[:2]"), SliceSpec.parse("train[2:4]"));
        assertThat(numbers(splits.fit())).containsExactly(4, 5, 6, 7);
    }

    @Test
    void aHeldOutSliceOfOtherDataIsNotOurs() {
        Dataset numbers = NumberedImages.dataset(8, 6);
        ExampleSource shapes = source(Dataset.of("shapes", numbers.classes(), numbers.train(), numbers.test()));
        DataSplits splits = DataSplits.of(shapes, card("cifar10", "train[1::4]"), null, null);
        assertThat(numbers(splits.searchValidation())).containsExactly(1000, 1002, 1004);
    }

    @Test
    void rejectsImagesThatChooseAndJudge() {
        assertThatThrownBy(() -> DataSplits.of(dataset, null, SliceSpec.parse("test[:4]"), SliceSpec.parse("test[3:]")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The search-validation images (test[:4]) and the test images (test[3:]) have 1 images in common.
                        Maybe --val test[0::2] --test test[1::2]: what chooses must not judge.""");
    }

    @Test
    void rejectsEmptySets() {
        assertThatThrownBy(() -> DataSplits.of(dataset, null, SliceSpec.parse("train[8:]"), null))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The search-validation slice (train[8:]) selects none of the 8 train images of numbers.
                        Maybe name other images with --val and --test.""");
        assertThatThrownBy(() -> DataSplits.of(dataset, null, SliceSpec.parse("test"), null))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("No test image of numbers is left beside the 6 search-validation images");
    }

    @Test
    void saysThatTheCardsSliceIsMalformed() {
        assertThatThrownBy(() -> DataSplits.of(dataset, card("numbers", "every tenth"), null, null))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("The \"heldOut\" of the model card is wrong. The slice (every tenth)");
    }

    private static ModelCard card(String dataset, @Nullable String heldOut) {
        ModelInput input = new ModelInput(null, null, 255, List.of(), List.of(), null);
        return new ModelCard(dataset, List.of(), input, "train", heldOut, Map.of(), null, null, Map.of());
    }
}
