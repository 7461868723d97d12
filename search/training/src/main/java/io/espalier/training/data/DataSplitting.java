package io.espalier.training.data;

import io.espalier.training.data.SliceSpec.Split;
import io.espalier.zoo.model.ModelCard;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The rules by which images become the three sets of a search. */
final class DataSplitting {
    private static final SliceSpec HALF_OF_TEST = SliceSpec.parse("test[0::2]");
    private static final SliceSpec OTHER_HALF_OF_TEST = SliceSpec.parse("test[1::2]");

    private final ExampleSource source;
    private final @Nullable SliceSpec heldOut;
    private final @Nullable SliceSpec namedValidation;
    private final @Nullable SliceSpec namedTest;

    private DataSplitting(
            ExampleSource source,
            @Nullable SliceSpec heldOut,
            @Nullable SliceSpec namedValidation,
            @Nullable SliceSpec namedTest) {
        this.source = source;
        this.heldOut = heldOut;
        this.namedValidation = namedValidation;
        this.namedTest = namedTest;
    }

    static DataSplits split(
            ExampleSource source, @Nullable ModelCard card, @Nullable SliceSpec validation, @Nullable SliceSpec test) {
        return new DataSplitting(source, heldOut(source, card), validation, test).split();
    }

    /** The held-out images of the card, when it speaks of this data. */
    private static @Nullable SliceSpec heldOut(ExampleSource source, @Nullable ModelCard card) {
        String slice = card == null ? null : card.heldOut();
        if (card == null || slice == null || !source.mayBeOf(card)) {
            return null;
        }
        try {
            return SliceSpec.parse(slice);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException("The \"heldOut\" of the model card is wrong. " + e.getMessage(), e);
        }
    }

    private DataSplits split() {
        SliceSpec validation = validation();
        Examples validationImages = images(validation, "search-validation");
        Examples testImages;
        String testText;
        SliceSpec ownTest = namedTest == null && validation.equals(HALF_OF_TEST) ? OTHER_HALF_OF_TEST : namedTest;
        if (ownTest == null) {
            testImages = rest(Split.TEST, validation);
            testText = text(Split.TEST, validation);
        } else {
            rejectOverlap(validation, ownTest);
            testImages = images(ownTest, "test");
            testText = ownTest.toString();
        }
        if (testImages.size() == 0) {
            throw new InvalidDataException("""
                    No test image of %s is left beside the %d search-validation images (%s).
                    Maybe give both --val and --test.""".formatted(source.name(), validationImages.size(), validation));
        }
        Examples fit = rest(Split.TRAIN, heldOut, validation, ownTest);
        String fitText = text(Split.TRAIN, heldOut, validation, ownTest);
        return new DataSplits(
                fit,
                validationImages,
                testImages,
                "validation %s; test %s; fit %s".formatted(validation, testText, fitText),
                explanation(validation, validationImages, testText, testImages));
    }

    private SliceSpec validation() {
        if (namedValidation != null) {
            return namedValidation;
        }
        return heldOut != null ? heldOut : HALF_OF_TEST;
    }

    private String explanation(SliceSpec validation, Examples validationImages, String testText, Examples testImages) {
        String sets = "%s validates (%,d images), %s is the test (%,d)"
                .formatted(validation, validationImages.size(), testText, testImages.size());
        if (namedValidation != null) {
            return sets + ": as --val says.";
        }
        if (heldOut != null) {
            return sets + ": the model card says that the model never saw these.";
        }
        return sets + ": nobody knows which training images the model has seen (no \"heldOut\" in a model card).";
    }

    private Examples images(SliceSpec slice, String role) {
        Examples images = slice.of(source);
        if (images.size() == 0) {
            throw new InvalidDataException(
                    """
                    The %s slice (%s) selects none of the %d %s images of %s.
                    Maybe name other images with --val and --test.""".formatted(role, slice, slice.split().of(source).size(), slice.split(), source.name()));
        }
        return images;
    }

    private void rejectOverlap(SliceSpec validation, SliceSpec test) {
        if (validation.split() != test.split()) {
            return;
        }
        BitSet common = selected(validation);
        common.and(selected(test));
        if (!common.isEmpty()) {
            throw new InvalidDataException(
                    """
                    The search-validation images (%s) and the test images (%s) have %d images in common.
                    Maybe --val %s[0::2] --test %s[1::2]: what chooses must not judge.""".formatted(validation, test, common.cardinality(), test.split(), test.split()));
        }
    }

    private BitSet selected(SliceSpec slice) {
        BitSet selected = new BitSet();
        for (int index : slice.indices(slice.split().of(source).size())) {
            selected.set(index);
        }
        return selected;
    }

    private Examples rest(Split split, @Nullable SliceSpec... without) {
        Examples images = split.of(source);
        BitSet left = new BitSet();
        left.set(0, images.size());
        boolean whole = true;
        for (SliceSpec slice : without) {
            if (slice != null && slice.split() == split) {
                left.andNot(selected(slice));
                whole = false;
            }
        }
        return whole ? images : images.subset(left.stream().toArray());
    }

    private static String text(Split split, @Nullable SliceSpec... without) {
        StringBuilder text = new StringBuilder(split.toString());
        SliceSpec last = null;
        for (SliceSpec slice : without) {
            if (slice != null && slice.split() == split && !slice.equals(last)) {
                text.append(" - ").append(slice);
                last = slice;
            }
        }
        return text.toString();
    }
}
