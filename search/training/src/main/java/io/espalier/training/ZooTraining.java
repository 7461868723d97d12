package io.espalier.training;

import io.espalier.training.data.Dataset;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.data.SliceSpec;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.ModelInput;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.model.Zoo;
import io.espalier.zoo.model.ZooModel;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Trains a built-in network from fresh weights, on the training images less a held-out tenth, and writes its card.
 *
 * @param engine trains
 * @param runtime tells the accuracy
 */
public record ZooTraining(TrainingEngine engine, InferenceRuntime runtime) {
    /** Updates unless the user says otherwise: 14 rounds of the images of {@code shapes}. */
    public static final int DEFAULT_STEPS = 4000;

    /** The seed, unless the user says otherwise. */
    public static final long DEFAULT_SEED = 1;

    /** What the network never sees, so that a search can choose by it. */
    private static final String HELD_OUT = "train[9::10]";

    private static final int STRIDE = 10;
    private static final int BATCH = 100;
    private static final PixelNormalization NORMALIZATION = new PixelNormalization(255, List.of(.5), List.of(.25));

    /**
     * Trains and evaluates.
     *
     * @param name of a built-in network
     * @param dataset images of the network's shape, with as many classes
     * @param steps updates, 1 or more
     * @throws IllegalArgumentException when the data does not fit the network
     */
    public ZooModel train(String name, Dataset dataset, int steps, long seed, int threads, TrainingListener listener) {
        ResNet network = Zoo.architecture(name);
        if (dataset.classes().size() != network.classes()) {
            throw new IllegalArgumentException("The data %s has %d classes, but %s tells %d apart."
                    .formatted(dataset.name(), dataset.classes().size(), name, network.classes()));
        }
        ImageSet heldOut = SliceSpec.parse(HELD_OUT).of(dataset);
        ImageSet seen = dataset.train()
                .subset(IntStream.range(0, dataset.train().size())
                        .filter(i -> i % STRIDE != STRIDE - 1)
                        .toArray());
        Schedule schedule = Schedule.fromScratch(steps).withAugmentation(dataset.augmentation());
        Model fresh = network.initialized(seed);
        TrainingRequest request = new TrainingRequest(
                fresh,
                ExampleBatches.shuffled(examples(seen).augmented(schedule.augmentation()), schedule.batchSize(), seed),
                CrossEntropy.of(fresh.graph().outputs().get(0).name()),
                schedule,
                seed,
                threads);
        Model trained = engine.train(request, listener).model();
        Map<String, Double> accuracy = new LinkedHashMap<>();
        accuracy.put("test", accuracy(trained, dataset.test(), threads));
        accuracy.put("heldOut", accuracy(trained, heldOut, threads));
        return new ZooModel(trained, card(trained, dataset, accuracy, source(name, dataset, request)));
    }

    private double accuracy(Model model, ImageSet images, int threads) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(threads))) {
            return AccuracyEvaluator.evaluate(session, examples(images), BATCH).value();
        }
    }

    private static ImageExamples examples(ImageSet images) {
        return new ImageExamples(ResNet.INPUT, images, NORMALIZATION);
    }

    private String source(String name, Dataset dataset, TrainingRequest request) {
        return "espalier zoo train %s --data %s --steps %d --seed %d --threads %d (%s %s)"
                .formatted(
                        name,
                        dataset.name(),
                        request.schedule().steps(),
                        request.seed(),
                        request.threads(),
                        engine.name(),
                        engine.version());
    }

    private static ModelCard card(Model model, Dataset dataset, Map<String, Double> accuracy, String source) {
        ModelInput input = new ModelInput(
                ResNet.INPUT,
                model.graph().inputs().get(0).type().shape(),
                NORMALIZATION.scale(),
                NORMALIZATION.mean(),
                NORMALIZATION.std(),
                null);
        return new ModelCard(
                dataset.name(),
                dataset.classes(),
                input,
                "train",
                HELD_OUT,
                accuracy,
                source,
                "Apache-2.0",
                Map.of("notes", "BatchNormalization kept as nodes; 1×1 convolution shortcuts"));
    }
}
