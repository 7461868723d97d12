package io.espalier.training;

import io.espalier.training.data.DerivedImages;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.PixelNormalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Other ways to show a model its images: normalizations, order of channels, order of classes. */
final class Presentations {
    private static final int IMAGES = 1000;
    private static final int BATCH = 100;
    private static final int MAX_NAMED = 3;
    private static final long SEED = 1;
    private static final double STANDARD_ERRORS = 3;
    /** How many standard errors another order of classes must gain: the best of all orders always gains a little. */
    private static final double GAIN_OF_ORDER = 5;
    /** Without a stated accuracy: what a presentation must reach, as a share of the way from chance to 1. */
    private static final double CONVINCING = 0.4;

    private static final PixelNormalization ZERO_TO_255 = new PixelNormalization(1, List.of(0.0), List.of(1.0));
    private static final PixelNormalization MINUS_ONE_TO_ONE = new PixelNormalization(255, List.of(0.5), List.of(0.5));
    private static final PixelNormalization IMAGENET =
            new PixelNormalization(255, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    private static final PixelNormalization CIFAR =
            new PixelNormalization(255, List.of(0.4914, 0.4822, 0.4465), List.of(0.247, 0.2435, 0.2616));

    private final Classifier parent;
    private final ParentCheck.Subject subject;
    private final ImageSet images;

    Presentations(Classifier parent, ParentCheck.Subject subject) {
        this.parent = parent;
        this.subject = subject;
        this.images = subject.images().set().sample(IMAGES, SEED);
    }

    /** A way to show the images, in words that tell how to mend it, and the accuracy that it gives. */
    private record Attempt(String advice, int changes, Accuracy accuracy) {}

    /** The advice of the best way that reaches the stated accuracy, and of those that are as good and as simple. */
    Optional<String> thatFits(Optional<Double> stated) {
        List<Attempt> attempts = new ArrayList<>();
        List<Boolean> orders = images.shape().channels() == 3 ? List.of(false, true) : List.of(false);
        for (boolean bgr : orders) {
            normalizations().forEach((name, normalization) -> attempts.addAll(attempts(name, normalization, bgr)));
        }
        List<Attempt> fitting = attempts.stream()
                .filter(attempt -> fits(attempt.accuracy(), stated))
                .sorted(Comparator.comparingInt(
                                (Attempt attempt) -> attempt.accuracy().correct())
                        .reversed())
                .toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Accuracy best = fitting.get(0).accuracy();
        return Optional.of(fitting.stream()
                // Similar normalizations cannot be told apart: all that are as good are named, simplest changes only.
                .filter(attempt -> attempt.accuracy().value() >= best.value() - best.standardError())
                .filter(attempt -> attempt.changes() == fewestChanges(fitting, best))
                .limit(MAX_NAMED)
                .map(attempt -> String.format(
                        Locale.ROOT,
                        "%s: then it scores %.1f %%",
                        attempt.advice(),
                        100 * attempt.accuracy().value()))
                .collect(Collectors.joining(
                        ", or ", "", String.format(Locale.ROOT, " on %,d of these images.", best.total()))));
    }

    private static int fewestChanges(List<Attempt> fitting, Accuracy best) {
        return fitting.stream()
                .filter(attempt -> attempt.accuracy().value() >= best.value() - best.standardError())
                .mapToInt(Attempt::changes)
                .min()
                .orElse(0);
    }

    private boolean fits(Accuracy accuracy, Optional<Double> stated) {
        if (stated.isPresent()) {
            return accuracy.value() >= stated.get() - STANDARD_ERRORS * accuracy.standardError();
        }
        double chance = 1.0 / images.classes();
        return accuracy.value() >= chance + CONVINCING * (1 - chance);
    }

    /** The given normalization under the empty name first: then only the order of channels or classes is wrong. */
    private Map<String, PixelNormalization> normalizations() {
        Map<String, PixelNormalization> all = new LinkedHashMap<>();
        all.put("", subject.images().normalization());
        all.put("0..1 without mean and std", PixelNormalization.ZERO_TO_ONE);
        all.put("0..255", ZERO_TO_255);
        all.put("-1..1", MINUS_ONE_TO_ONE);
        if (images.shape().channels() == 3) {
            all.put("ImageNet's mean and std", IMAGENET);
            all.put("CIFAR's mean and std", CIFAR);
        }
        return all;
    }

    private List<Attempt> attempts(String name, PixelNormalization normalization, boolean bgr) {
        ImageSet shown = bgr ? new BlueGreenRed(images) : images;
        float[][] scores = AccuracyEvaluator.logits(
                parent, new ImageExamples(subject.images().input(), shown, normalization), BATCH);
        int classes = images.classes();
        int[][] confusion = new int[classes][classes];
        for (int i = 0; i < scores.length; i++) {
            confusion[images.label(i)][AccuracyEvaluator.best(scores[i])]++;
        }
        List<String> changes = new ArrayList<>();
        if (!name.isEmpty()) {
            changes.add("the normalization is wrong and should be %s (%s)".formatted(name, option(normalization)));
        }
        if (bgr) {
            changes.add("the channel order is wrong: the model wants BGR, so export it again for RGB");
        }
        List<Attempt> attempts = new ArrayList<>();
        Attempt sameOrder = attempt(changes, "", confusion, identity(classes));
        if (!changes.isEmpty()) {
            attempts.add(sameOrder);
        }
        List<Attempt> otherOrders = new ArrayList<>();
        otherOrders.add(attempt(
                changes,
                "the class order is wrong: the model's classes are sorted by name, so put \"classes\" into its card",
                confusion,
                sortedByName()));
        int[] matching = ClassMatching.of(confusion);
        if (Arrays.equals(matching, sortedByName())) {
            return withGain(attempts, otherOrders, sameOrder);
        }
        otherOrders.add(attempt(
                changes,
                "the class order is wrong: the model's outputs seem to be %s, so put \"classes\" into its card"
                        .formatted(named(matching)),
                confusion,
                matching));
        return withGain(attempts, otherOrders, sameOrder);
    }

    /** The attempts, and those with another order of classes that gain more than luck would. */
    private static List<Attempt> withGain(List<Attempt> attempts, List<Attempt> otherOrders, Attempt sameOrder) {
        Accuracy accuracy = sameOrder.accuracy();
        double enough = accuracy.value() + GAIN_OF_ORDER * accuracy.standardError();
        otherOrders.stream()
                .filter(attempt -> attempt.accuracy().value() > enough)
                .forEach(attempts::add);
        return attempts;
    }

    private static Attempt attempt(List<String> changes, String classOrder, int[][] confusion, int[] outputOfClass) {
        int correct = 0;
        int total = 0;
        for (int label = 0; label < confusion.length; label++) {
            correct += confusion[label][outputOfClass[label]];
            total += Arrays.stream(confusion[label]).sum();
        }
        List<String> all = new ArrayList<>(changes);
        if (!classOrder.isEmpty()) {
            all.add(classOrder);
        }
        return new Attempt(String.join("; ", all), all.size(), Accuracy.of(correct, total));
    }

    private static int[] identity(int classes) {
        return IntStream.range(0, classes).toArray();
    }

    /** Which output each class has when the model's classes are in alphabetical order. */
    private int[] sortedByName() {
        List<String> sorted = subject.classes().stream().sorted().toList();
        return subject.classes().stream().mapToInt(sorted::indexOf).toArray();
    }

    private List<String> named(int[] outputOfClass) {
        String[] names = new String[outputOfClass.length];
        for (int label = 0; label < names.length; label++) {
            names[outputOfClass[label]] = subject.classes().get(label);
        }
        return List.of(names);
    }

    private static String option(PixelNormalization normalization) {
        if (normalization.scale() != PixelNormalization.ZERO_TO_ONE.scale()) {
            return "\"scale\": %d in the card's input".formatted((long) normalization.scale());
        }
        return "--mean %s --std %s".formatted(commas(normalization.mean()), commas(normalization.std()));
    }

    private static String commas(List<Double> values) {
        return String.join(",", values.stream().map(String::valueOf).toList());
    }

    /** The images with red and blue exchanged. */
    private static final class BlueGreenRed extends DerivedImages {
        BlueGreenRed(ImageSet images) {
            super(images);
        }

        @Override
        public void pixels(int index, float[] target) {
            super.pixels(index, target);
            int plane = shape().height() * shape().width();
            for (int i = 0; i < plane; i++) {
                float red = target[i];
                target[i] = target[i + 2 * plane];
                target[i + 2 * plane] = red;
            }
        }
    }
}
