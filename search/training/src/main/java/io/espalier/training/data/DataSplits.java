package io.espalier.training.data;

import io.espalier.zoo.model.ModelCard;
import org.jspecify.annotations.Nullable;

/**
 * The three disjoint sets of a search.
 *
 * @param fit for tuning and calibration; may be empty
 * @param searchValidation for choosing
 * @param test for the final numbers only
 * @param description which examples these are, such as {@code validation train[9::10]; test test; fit train - …}: two
 *     splits with the same text of the same data are equal
 * @param explanation one line for the user: which examples validate, and why
 */
public record DataSplits(
        Examples fit, Examples searchValidation, Examples test, String description, String explanation) {

    /**
     * Decides which examples validate: the ones the user named, else those that the model's card says it never saw, else,
     * as nobody knows what it was trained on, every second test example.
     *
     * @param card the model's card; null when it has none
     * @param validation the user's {@code --val}; null when not given
     * @param test the user's {@code --test}; null: the test file less the validation examples
     * @throws InvalidDataException when the sets overlap, or one of the last two is empty
     */
    public static DataSplits of(
            ExampleSource source, @Nullable ModelCard card, @Nullable SliceSpec validation, @Nullable SliceSpec test) {
        return DataSplitting.split(source, card, validation, test);
    }
}
