package io.espalier.app.benchmark;

import io.espalier.app.report.Repetition.Spread;
import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.CrossEntropy;
import io.espalier.training.ExampleBatches;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.data.Dataset;
import io.espalier.training.data.Datasets;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.ImageShape;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.model.MobileNetV2;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.model.ShuffleNetV2;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Trains the same networks by every engine, with the same batches and first weights for each seed: engines that compute the
 * same end alike, up to chance. Run by {@code benchmarks/engines}.
 */
final class EngineStudy {
    private static final int SEEDS = 3;
    private static final int BATCH = 200;
    private static final double PEAK = .05;

    private final InferenceRuntime runtime = OnnxRuntime.open();
    private final Dataset data;
    private final Path file;
    private final int steps;
    private final ImageExamples test;

    private EngineStudy(Dataset data, Path file, int steps) {
        this.data = data;
        this.file = file;
        this.steps = steps;
        test = examples(data.test());
    }

    /** @param arguments the file of accuracies; steps; data of ten classes, such as {@code shapes} */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int steps = Integer.parseInt(arguments[1]);
        System.out.println(
                "| data | network | engine | test accuracy, mean of %d seeds | sd | standard errors from the first |"
                        .formatted(SEEDS));
        System.out.println("|---|---|---|---|---|---|");
        for (String spec : List.of(arguments).subList(2, arguments.length)) {
            new EngineStudy(Datasets.of(System.getenv()).open(spec), file, steps).run();
        }
    }

    private ImageExamples examples(ImageSet images) {
        int channels = data.shape().channels();
        return new ImageExamples(
                ResNet.INPUT,
                images,
                new PixelNormalization(
                        255,
                        java.util.Collections.nCopies(channels, .5),
                        java.util.Collections.nCopies(channels, .25)));
    }

    private Map<String, LongFunction<Model>> networks() {
        ImageShape shape = data.shape();
        List<MobileNetV2.Stage> inverted = List.of(
                new MobileNetV2.Stage(1, 8, 1, 1),
                new MobileNetV2.Stage(6, 8, 2, 1),
                new MobileNetV2.Stage(6, 8, 3, 2),
                new MobileNetV2.Stage(6, 16, 4, 2),
                new MobileNetV2.Stage(6, 24, 3, 1),
                new MobileNetV2.Stage(6, 40, 3, 2),
                new MobileNetV2.Stage(6, 80, 1, 1));
        List<ShuffleNetV2.Stage> shuffled = List.of(new ShuffleNetV2.Stage(48, 4), new ShuffleNetV2.Stage(96, 4));
        Map<String, LongFunction<Model>> networks = new LinkedHashMap<>();
        networks.put(
                "MobileNetV2 .25",
                seed -> new MobileNetV2(
                                "mobilenetv2", shape.channels(), shape.height(), shape.width(), 8, inverted, 320, 10)
                        .initialized(seed));
        networks.put(
                "ShuffleNetV2",
                seed -> new ShuffleNetV2(
                                "shufflenetv2", shape.channels(), shape.height(), shape.width(), 24, shuffled, 192, 10)
                        .initialized(seed));
        return networks;
    }

    private void run() throws IOException {
        for (Map.Entry<String, LongFunction<Model>> network : networks().entrySet()) {
            List<Spread> spreads = new ArrayList<>();
            for (TrainingEngine engine : Engines.all()) {
                List<Double> accuracies = new ArrayList<>();
                for (long seed = 1; seed <= SEEDS; seed++) {
                    accuracies.add(accuracy(network.getKey(), network.getValue(), engine, seed));
                }
                spreads.add(Spread.of(accuracies));
                print(network.getKey(), engine.name(), spreads);
            }
        }
    }

    /** Read from the file where it is known already. */
    private double accuracy(String name, LongFunction<Model> network, TrainingEngine engine, long seed)
            throws IOException {
        String key = "%s,%s,%s,%d,%d,".formatted(data.name(), name, engine.name(), steps, seed);
        List<String> known = Files.exists(file) ? Files.readAllLines(file) : List.of();
        for (String line : known) {
            if (line.startsWith(key)) {
                return Double.parseDouble(line.substring(key.length()));
            }
        }
        double accuracy = accuracy(trained(engine, network.apply(seed), seed));
        Files.writeString(file, key + accuracy + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return accuracy;
    }

    private void print(String network, String engine, List<Spread> spreads) {
        Spread first = spreads.get(0);
        Spread last = spreads.get(spreads.size() - 1);
        double error = Math.sqrt((first.deviation() * first.deviation() + last.deviation() * last.deviation()) / SEEDS);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.2f | %.2f | %s |%n",
                data.name(),
                network,
                engine,
                100 * last.mean(),
                100 * last.deviation(),
                spreads.size() == 1
                        ? "–"
                        : String.format(Locale.ROOT, "%.1f", Math.abs(first.mean() - last.mean()) / error));
    }

    private Model trained(TrainingEngine engine, Model model, long seed) {
        Schedule schedule =
                Schedule.fromScratch(steps).withPeakLearningRate(PEAK).withAugmentation(data.augmentation());
        return engine.train(
                        new TrainingRequest(
                                model,
                                ExampleBatches.shuffled(
                                        examples(data.train()).augmented(schedule.augmentation()),
                                        schedule.batchSize(),
                                        seed),
                                CrossEntropy.of(model.graph().outputs().get(0).name()),
                                schedule,
                                seed,
                                Runtime.getRuntime().availableProcessors()),
                        TrainingListener.NONE)
                .model();
    }

    private double accuracy(Model model) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(1))) {
            return AccuracyEvaluator.evaluate(session, test, BATCH).value();
        }
    }
}
