package io.espalier.app.benchmark;

import io.espalier.app.ModelFile;
import io.espalier.app.data.DataRequest;
import io.espalier.app.data.ModelData;
import io.espalier.app.data.TaskRequest;
import io.espalier.app.search.Espalier;
import io.espalier.search.evaluate.Correction;
import io.espalier.search.evaluate.EvaluationData;
import io.espalier.search.evaluate.RepairCorrection;
import io.espalier.search.evaluate.StatisticsCorrection;
import io.espalier.search.evaluate.Tuner;
import io.espalier.search.evaluate.WeightKeeper;
import io.espalier.search.method.Observation;
import io.espalier.search.method.SingleCuts;
import io.espalier.search.method.SumOfCuts;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.AxisDivisors;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.DecisionKind;
import io.espalier.search.space.Parent;
import io.espalier.search.space.Recipe;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.SpaceBuilder;
import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.CachedTeacher;
import io.espalier.training.Distillation;
import io.espalier.training.Schedule;
import io.espalier.training.Supervision;
import io.espalier.training.TrainingListener;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.metric.EvaluationSet;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Scores random cuts of a classifier on every rung, and writes a line for each score to a file. What is in the file
 * already is not done again, so a study that was stopped goes on. Run by {@code benchmarks/rank-study}.
 */
final class RankStudy {
    private static final int CUTS = 40;
    private static final long DRAWN_BY = 1;
    private static final int SHORT = 98;
    private static final int LONG = 782;
    private final InferenceRuntime runtime = OnnxRuntime.open();
    private final EvaluationData data;
    private final Supervision supervision;
    private final Assembler assembler;
    private final SearchSpace space;
    private final Correction statistics;
    private final Correction repair;
    private final StatisticsCorrection trainable;
    private final Map<EvaluationSet, float[][]> ofParent = new LinkedHashMap<>();
    private final Path file;
    private final Set<String> known;

    private RankStudy(ModelFile model, String spec, Path file) throws IOException {
        ModelData opened = ModelData.open(model, DataRequest.of(spec), Map.of(), Path.of(""));
        data = EvaluationData.of(opened.splits(), model.model().graph(), DRAWN_BY);
        supervision = opened.supervision(TaskRequest.NONE);
        Parent parent = Parent.of(model.model(), model.sha256(), Importance.of("l1", DRAWN_BY));
        assembler = new Assembler(parent, AxisDivisors.NONE);
        space = new SpaceBuilder(parent)
                .space(Set.of(DecisionKind.DEPTH, DecisionKind.WIDTHS), sweep -> List.of(), List.of(Precision.FP32));
        trainable = new StatisticsCorrection(assembler, runtime, data, 1);
        statistics = trainable;
        repair = new RepairCorrection(assembler, runtime, data, 1, statistics);
        for (EvaluationSet set : List.of(data.subset(), data.validation(), data.test())) {
            ofParent.put(set, logits(parent.model(), set));
        }
        this.file = file;
        known = new HashSet<>();
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(line -> known.add(line.split(",")[0]));
        }
    }

    /** @param arguments data; a model; the file of scores */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("Usage: DATA MODEL FILE");
        }
        new RankStudy(ModelFile.read(Path.of(arguments[1])), arguments[0], Path.of(arguments[2])).run();
    }

    private interface Work {
        Model model();
    }

    private void run() throws Exception {
        List<DrawnCuts.Drawn> cuts = new DrawnCuts(assembler, space).draw(CUTS, DRAWN_BY);
        List<Runnable> single = new ArrayList<>();
        single.add(() -> score("parent", 1, () -> assembler.parent().model()));
        for (SingleCuts.Alone cut : SingleCuts.alone(space)) {
            Recipe recipe = assembler.recipe(space, cut.candidate());
            single.add(() -> score(name(recipe), 1, () -> corrected(repair, recipe)));
        }
        sideBySide(single);
        guess(cuts);
        List<Runnable> jobs = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            Recipe recipe = cuts.get(i).recipe();
            jobs.add(job("bn", i, cuts.get(i), () -> corrected(statistics, recipe)));
            jobs.add(job("f1", i, cuts.get(i), () -> corrected(repair, recipe)));
        }
        try (InferenceSession teacher = runtime.open(assembler.parent().model(), SessionOptions.of(1))) {
            CachedTeacher cached = CachedTeacher.of(teacher, supervision.outputs());
            for (int i = 0; i < cuts.size(); i++) {
                Recipe recipe = cuts.get(i).recipe();
                jobs.add(job("f3-1", i, cuts.get(i), () -> tuned(recipe, cached, LONG, 1)));
                jobs.add(job("f3-2", i, cuts.get(i), () -> tuned(recipe, cached, LONG, 2)));
                jobs.add(job("f2", i, cuts.get(i), () -> tuned(recipe, cached, SHORT, 1)));
            }
            sideBySide(jobs);
        }
    }

    private static void sideBySide(List<Runnable> jobs) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        List<Future<?>> futures = new ArrayList<>();
        jobs.forEach(job -> futures.add(pool.submit(job)));
        pool.shutdown();
        for (Future<?> future : futures) {
            future.get();
        }
    }

    private static String name(Recipe alone) {
        return "alone " + (alone.removedBlocks().isEmpty() ? alone.keptUnits() : alone.removedBlocks());
    }

    /** As the search does, from the accuracies of single cuts. */
    private void guess(List<DrawnCuts.Drawn> cuts) throws IOException {
        Map<String, RankScore> scores = RankScore.read(file);
        double parent = accuracy(scores, "parent");
        Map<Candidate, Observation> observed = new HashMap<>();
        observed.put(space.largest(), new Observation(space.largest(), List.of(1 - parent), 0));
        for (SingleCuts.Alone alone : SingleCuts.alone(space)) {
            Candidate cut = alone.candidate();
            double accuracy = accuracy(scores, name(assembler.recipe(space, cut)));
            observed.put(cut, new Observation(cut, List.of(1 - accuracy), 0));
        }
        SumOfCuts sums = SumOfCuts.of(space, observed).orElseThrow();
        for (int i = 0; i < cuts.size(); i++) {
            String name = "f0 %02d".formatted(i);
            if (!known.contains(name)) {
                Likeness guess = new Likeness(parent - sums.lost(cuts.get(i).candidate()), 0, 0);
                keep(new RankScore(name, cuts.get(i).macs(), 0, guess, guess, guess).line());
            }
        }
    }

    private static double accuracy(Map<String, RankScore> scores, String name) {
        return Objects.requireNonNull(scores.get(name), name).subset().accuracy();
    }

    private Runnable job(String rung, int index, DrawnCuts.Drawn cut, Work work) {
        return () -> score("%s %02d".formatted(rung, index), cut.macs(), work);
    }

    private Model corrected(Correction correction, Recipe recipe) {
        return correction.correct(
                assembler.cut(recipe),
                recipe,
                new Correction.Origin(assembler.parent().model(), Recipe.PARENT));
    }

    private Model tuned(Recipe recipe, CachedTeacher teacher, int steps, long seed) {
        Tuner tuner = new Tuner(
                assembler,
                repair,
                trainable::trainable,
                Espalier.create().trainingEngine(),
                supervision,
                Distillation.STANDARD,
                teacher,
                data,
                new Forgetful(),
                seed);
        return tuner.tuning(recipe, Optional.empty(), Schedule.fineTuning(steps), 1, TrainingListener.NONE)
                .model();
    }

    private void score(String name, double macs, Work work) {
        if (known.contains(name)) {
            return;
        }
        long begin = System.nanoTime();
        Model model = work.model();
        float[][] subset = logits(model, data.subset());
        double seconds = (System.nanoTime() - begin) / 1e9;
        keep(new RankScore(
                        name,
                        macs,
                        seconds,
                        likeness(subset, data.subset()),
                        likeness(logits(model, data.validation()), data.validation()),
                        likeness(logits(model, data.test()), data.test()))
                .line());
    }

    private Likeness likeness(float[][] logits, EvaluationSet set) {
        return Likeness.of(
                logits, Objects.requireNonNull(ofParent.get(set)), images(set).set());
    }

    private static ImageExamples images(EvaluationSet set) {
        return set.examples().images().orElseThrow();
    }

    private float[][] logits(Model model, EvaluationSet set) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(1))) {
            return AccuracyEvaluator.logits(
                    AccuracyEvaluator.classifier(session, images(set)),
                    images(set),
                    set.batches().batchSize());
        }
    }

    private synchronized void keep(String line) {
        try {
            Files.writeString(
                    file, line + '\n', StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What is trained twice is trained twice. */
    private static final class Forgetful implements WeightKeeper {
        @Override
        public Optional<Model> find(String key) {
            return Optional.empty();
        }

        @Override
        public void keep(String key, Model model) {
            // The scores are all that is wanted.
        }
    }
}
