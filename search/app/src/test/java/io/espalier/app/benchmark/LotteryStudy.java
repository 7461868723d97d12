package io.espalier.app.benchmark;

import io.espalier.app.search.Espalier;
import io.espalier.training.Accuracy;
import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.CrossEntropy;
import io.espalier.training.ExampleBatches;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.data.Augmentation;
import io.espalier.training.data.Dataset;
import io.espalier.training.data.Datasets;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.sparse.FixedMasks;
import io.espalier.training.sparse.GrowingMasks;
import io.espalier.training.sparse.LotteryTicket;
import io.espalier.training.sparse.LotteryTicket.Dense;
import io.espalier.training.sparse.LotteryTicket.Rewinding;
import io.espalier.training.sparse.LotteryTicket.Ticket;
import io.espalier.zoo.model.LeNet;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.sparse.MaskRule;
import io.espalier.zoo.sparse.PrunableWeight;
import io.espalier.zoo.sparse.SparsitySchedule;
import io.espalier.zoo.sparse.WeightMasks;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Weights;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prints how accurate sparse networks are by how they were made: LeNet-5, from fresh weights, over seeds of weights and
 * batches. Run by {@code benchmarks/lottery}.
 */
final class LotteryStudy {
    static final int STEPS = 400;
    static final int REWIND = 20;
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
    private static final int BATCH = 200;
    private static final double PEAK = .05;
    private static final double WARM_UP = .1;
    /** Two rounds of Frankle and Carbin's 20 % in one. */
    private static final double ROUND = .36;

    private static final double SPARSEST = .981;
    /** Which rounds are compared, the last one included. */
    static final List<Integer> COMPARED = List.of(2, 4, 6, 8, 9);

    private static final PixelNormalization NORMALIZATION = new PixelNormalization(255, List.of(.5), List.of(.25));

    private final Dataset data;
    private final ImageExamples test;
    private final TrainingEngine engine = Espalier.create().trainingEngine();
    private final InferenceRuntime runtime = OnnxRuntime.open();
    private final MaskRule rule = new MaskRule.GlobalMagnitude();

    private LotteryStudy(Dataset data) {
        this.data = data;
        test = images(data.test());
    }

    /** @param arguments data of ten classes, such as {@code fashion-mnist:DIR} */
    public static void main(String[] arguments) throws Exception {
        LotteryStudy study = new LotteryStudy(Datasets.of(System.getenv()).open(arguments[0]));
        LotteryTable table = new LotteryTable(sparsities());
        ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, "seed"));
        try {
            List<? extends Future<?>> runs = SEEDS.stream()
                    .map(seed -> pool.submit(() -> study.run(seed, table)))
                    .toList();
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            pool.shutdownNow();
        }
        table.print(study.data.name(), System.out);
    }

    private static ImageExamples images(ImageSet images) {
        return new ImageExamples(LeNet.INPUT, images, NORMALIZATION);
    }

    private static List<Double> rounds() {
        return SparsitySchedule.rounds(ROUND, SPARSEST);
    }

    private static List<Double> sparsities() {
        return COMPARED.stream().map(round -> rounds().get(round - 1)).toList();
    }

    private Model fresh(long seed) {
        return new LeNet(
                        data.shape().channels(),
                        data.shape().height(),
                        data.shape().width(),
                        10)
                .initialized(seed);
    }

    private TrainingRequest whole(long seed) {
        Schedule schedule = Schedule.fromScratch(STEPS)
                .withPeakLearningRate(PEAK)
                .withWarmUp(WARM_UP)
                .withAugmentation(Augmentation.none());
        return new TrainingRequest(
                fresh(seed),
                ExampleBatches.shuffled(
                        images(data.train()).augmented(schedule.augmentation()), schedule.batchSize(), seed),
                CrossEntropy.of("logits"),
                schedule,
                seed,
                1);
    }

    private void run(long seed, LotteryTable table) {
        TrainingRequest whole = whole(seed);
        LotteryTicket lottery = new LotteryTicket(engine, whole, REWIND, rule);
        Dense dense = lottery.dense(TrainingListener.NONE);
        table.dense(accuracy(dense.trained()));
        List<Ticket> tickets = lottery.tickets(dense, Rewinding.WEIGHTS, rounds(), TrainingListener.NONE);
        for (int round : COMPARED) {
            double sparsity = rounds().get(round - 1);
            table.add(
                    LotteryTable.ITERATIVE,
                    sparsity,
                    accuracy(tickets.get(round - 1).trained()));
            atOnce(seed, lottery, dense, sparsity, table);
        }
    }

    private void atOnce(long seed, LotteryTicket lottery, Dense dense, double sparsity, LotteryTable table) {
        Model trained = dense.trained();
        WeightMasks masks = lottery.masks(trained, sparsity);
        WeightMasks random = new MaskRule.Shuffled(rule, seed)
                .masks(PrunableWeight.of(trained.graph()), trained.weights(), sparsity);
        table.add(LotteryTable.WEIGHTS, sparsity, accuracy(retrained(lottery, dense.early(), masks)));
        table.add(LotteryTable.LEARNING_RATE, sparsity, accuracy(retrained(lottery, trained.weights(), masks)));
        table.add(LotteryTable.GRADUAL, sparsity, accuracy(gradual(whole(seed), trained, sparsity)));
        table.add(LotteryTable.FINE_TUNED, sparsity, accuracy(fineTuned(seed, trained, masks)));
        table.add(
                LotteryTable.REINITIALIZED,
                sparsity,
                accuracy(lottery.reinitialized(fresh(seed + 100).weights(), masks, TrainingListener.NONE)));
        table.add(LotteryTable.RANDOM, sparsity, accuracy(retrained(lottery, dense.early(), random)));
    }

    private static Model retrained(LotteryTicket lottery, Weights start, WeightMasks masks) {
        return lottery.retrained(start, masks, TrainingListener.NONE);
    }

    private Model gradual(TrainingRequest whole, Model trained, double sparsity) {
        SparsitySchedule growing = SparsitySchedule.Cubic.within(STEPS - REWIND, 0, sparsity);
        return engine.train(
                        whole.part(REWIND, STEPS)
                                .withModel(trained)
                                .withProjection(new GrowingMasks(rule, growing, PrunableWeight.of(trained.graph()))),
                        TrainingListener.NONE)
                .model();
    }

    /** With a tenth of the learning rate. */
    private Model fineTuned(long seed, Model trained, WeightMasks masks) {
        TrainingRequest rest = whole(seed).part(REWIND, STEPS);
        TrainingRequest gentle = new TrainingRequest(
                trained,
                rest.batches(),
                rest.loss(),
                rest.schedule().withPeakLearningRate(PEAK / 10),
                rest.seed(),
                rest.threads(),
                new FixedMasks(masks));
        return engine.train(gentle, TrainingListener.NONE).model();
    }

    private double accuracy(Model model) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(1))) {
            Accuracy accuracy = AccuracyEvaluator.evaluate(session, test, BATCH);
            return 100 * accuracy.value();
        }
    }
}
