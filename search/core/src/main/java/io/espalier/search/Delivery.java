package io.espalier.search;

import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.measure.LatencyProtocol;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.search.evaluate.Deployment;
import io.espalier.search.evaluate.EvaluatorPool;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Trial;
import io.espalier.search.export.Drift;
import io.espalier.search.export.Dropped;
import io.espalier.search.export.Front;
import io.espalier.search.export.FrontFiles;
import io.espalier.search.export.FrontMaker;
import io.espalier.search.export.FrontPoint;
import io.espalier.search.export.Provenance;
import io.espalier.search.space.Recipe;
import io.espalier.training.Accuracy;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Turns tuned candidates into the reported front: writes their deployed forms, measures them beside the parent, lets the
 * rule of export decide, tests what is left, and writes the files.
 */
final class Delivery {
    private static final Duration LONGEST_MEASURING = Duration.ofMinutes(2);

    private final RunContext run;
    private final Ground ground;
    private final Deployment deployment;
    private final ModelAccuracy accuracy;
    private final Provenance provenance;

    Delivery(RunContext run, Ground ground, Deployment deployment, ModelAccuracy accuracy) {
        this.run = run;
        this.ground = ground;
        this.deployment = deployment;
        this.accuracy = accuracy;
        this.provenance = new Provenance(
                run.request.modelName(),
                run.request.modelHash(),
                ground.profiles().stream().map(profile -> profile.id().value()).toList(),
                run.request.seed(),
                RunContext.versions(run.ports));
    }

    Front deliver(List<LastRung.Tuned> tuned) {
        FrontPoint parent =
                whole("parent", Recipe.PARENT, ground.assembler().parent().model());
        List<FrontPoint> baselines = new ArrayList<>();
        if (QdqQuantizer.refusal(ground.assembler().parent().model().graph()).isEmpty()) {
            Recipe int8 = ground.assembler().atPrecision(Recipe.PARENT, Precision.INT8);
            baselines.add(whole(
                    "parent-int8",
                    int8,
                    deployment.of(ground.assembler().parent().model(), int8)));
        }
        List<Dropped> dropped = new ArrayList<>();
        List<FrontPoint> candidates = new ArrayList<>();
        for (LastRung.Tuned one : new Shortlist(ground.goals()).of(tuned, dropped)) {
            candidates.add(candidate(one));
        }
        if (run.request.deviceIsHere()) {
            Map<String, LatencyStatistics> measured = measure(parent, baselines, candidates);
            parent = parent.withLatency(known(measured, parent));
            baselines.replaceAll(point -> point.withLatency(known(measured, point)));
            candidates.replaceAll(point -> point.withLatency(known(measured, point)));
            List<FrontPoint> all = new ArrayList<>(List.of(parent));
            all.addAll(baselines);
            Drift.sentence(all, ground.latency()).ifPresent(text -> run.tell(new SearchEvent.Warned(text)));
            all.addAll(candidates);
            List<FrontPoint> loaded = new UnderLoad(run, ground).measured(all);
            parent = loaded.get(0);
            baselines = loaded.subList(1, 1 + baselines.size());
            candidates = loaded.subList(1 + baselines.size(), loaded.size());
        }
        FrontMaker maker = new FrontMaker(
                ground.goals(), ground.latency(), run.request.metric().guessing(), run.request.deviceIsHere());
        Front front = written(tested(maker.make(parent, baselines, candidates, dropped)));
        new FrontFiles(ground.assembler().parent(), ground.catalog().metrics()).write(run.directory.folder(), front);
        run.directory.clearCandidates();
        Set<String> kept =
                front.points().stream().map(point -> point.key().hash()).collect(Collectors.toSet());
        run.directory.keepOnly(tuned.stream()
                .filter(one -> kept.contains(one.evaluated().priced().id().hash()))
                .map(one -> one.tuning().key())
                .collect(Collectors.toSet()));
        return front;
    }

    private FrontPoint whole(String id, Recipe recipe, Model model) {
        Priced priced;
        try {
            priced = ground.pricing().price(recipe);
        } catch (io.espalier.profile.InvalidProfileException e) {
            // A profile without kernels of this precision: measured below, not predicted.
            priced = new Priced(recipe, ground.assembler().id(recipe), new TreeMap<>(), e.toString());
        }
        Accuracy validation = accuracy.of(model, ground.data().validation());
        return point(id, priced, validation, model);
    }

    private FrontPoint candidate(LastRung.Tuned one) {
        Priced priced = one.evaluated().priced();
        Model model = deployment.of(one.tuning().model(), priced.recipe());
        one.tuning().release();
        Trial trial = one.evaluated().trial();
        Accuracy known = new Accuracy(
                trial.accuracy(),
                trial.standardError(),
                ground.data().validation().examples().size());
        String id = "c-" + priced.recipe().precisionName() + '-' + priced.id().brief();
        return point(id, priced, known, model);
    }

    private FrontPoint point(String id, Priced priced, Accuracy validation, Model model) {
        Path file = run.directory.candidateFile(priced.id().hash());
        OnnxWriter.write(provenance.stamped(model, priced.id(), priced.recipe(), validation), file);
        return new FrontPoint(
                id,
                priced.id(),
                priced.recipe(),
                validation,
                Optional.empty(),
                priced.costs(),
                Optional.empty(),
                new TreeMap<>(),
                bytes(file),
                Set.of(),
                Optional.empty());
    }

    private static long bytes(Path file) {
        try {
            Path data = file.resolveSibling(file.getFileName() + ".data");
            return Files.size(file) + (Files.exists(data) ? Files.size(data) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The file (%s) just written cannot be read.".formatted(file), e);
        }
    }

    private Map<String, LatencyStatistics> measure(
            FrontPoint parent, List<FrontPoint> baselines, List<FrontPoint> candidates) {
        List<LatencySubject> subjects = new ArrayList<>(List.of(subject(parent)));
        baselines.forEach(point -> subjects.add(subject(point)));
        candidates.forEach(point -> subjects.add(subject(point)));
        Duration half = run.plan.left().dividedBy(2);
        LatencyProtocol protocol = LatencyProtocol.standard(
                half.compareTo(LONGEST_MEASURING) < 0 ? half : LONGEST_MEASURING, run.request.seed());
        return protocol.measure(
                subjects,
                run.ports.runtime(),
                run.request.threads(),
                ground.profiles().get(0).batch(),
                run.ports.nanoTime(),
                new MeasurementListener() {
                    @Override
                    public void progressed(String what, long done, long total, Duration left) {
                        run.tell(new SearchEvent.MeasuringProgressed(done, total, Optional.of(left)));
                    }
                });
    }

    private LatencySubject subject(FrontPoint point) {
        Precision precision = point.recipe().precision().isEmpty() ? Precision.FP32 : Precision.INT8;
        return LatencySubject.of(
                point.key().hash(),
                precision,
                run.directory.candidateFile(point.key().hash()));
    }

    private static LatencyStatistics known(Map<String, LatencyStatistics> measured, FrontPoint point) {
        LatencyStatistics statistics = measured.get(point.key().hash());
        if (statistics == null) {
            throw new IllegalStateException("The model (%s) was not measured.".formatted(point.id()));
        }
        return statistics;
    }

    /** The accuracy on the test images, of parent, baselines and points alone. */
    private Front tested(Front front) {
        List<FrontPoint> all = new ArrayList<>(List.of(front.parent()));
        all.addAll(front.baselines());
        all.addAll(front.points());
        try (EvaluatorPool pool = new EvaluatorPool(run.request.evaluators())) {
            List<FrontPoint> done = pool.inOrder(all.stream()
                    .<Supplier<FrontPoint>>map(point -> () -> point.withTest(accuracy.measure(
                            run.directory.candidateFile(point.key().hash()),
                            ground.data().test())))
                    .toList());
            int baselines = front.baselines().size();
            return front.with(done.get(0), done.subList(1, 1 + baselines), done.subList(1 + baselines, done.size()));
        }
    }

    /** Moves the points' models to their places under their final names. */
    private Front written(Front front) {
        run.directory.clearModels();
        Map<String, FrontPoint> points = new LinkedHashMap<>();
        for (int i = 0; i < front.points().size(); i++) {
            FrontPoint point = front.points().get(i);
            String id = "p%02d-%s-%s"
                    .formatted(i + 1, point.precision(), point.key().brief());
            Path file = run.directory.export(point.key().hash(), id);
            FrontPoint named = point.withId(id)
                    .withFile(run.directory.folder().relativize(file).toString(), point.fileBytes());
            provenance.card(run.request.card(), named, file.resolveSibling("card.json"));
            points.put(id, named);
        }
        return front.with(front.parent(), front.baselines(), new ArrayList<>(points.values()));
    }
}
