package io.espalier.search.evaluate;

import io.espalier.search.space.Assembler;
import io.espalier.search.space.Recipe;
import io.espalier.training.metric.EvaluationSet;
import io.espalier.zoo.file.Sha256;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A rung of tuning for one tuned cut: quantize if asked for, evaluate on the images of that rung. */
public final class TunedRung implements AccuracyRung {
    private final Rung rung;
    private final Tuning tuning;
    private final Assembler assembler;
    private final Deployment deployment;
    private final ModelAccuracy accuracy;
    private final EvaluationData data;
    private final SortedMap<String, String> versions;

    /** @param rung {@link Rung#BRIEF} or {@link Rung#TUNED} */
    public TunedRung(
            Rung rung,
            Tuning tuning,
            Assembler assembler,
            Deployment deployment,
            ModelAccuracy accuracy,
            EvaluationData data,
            SortedMap<String, String> versions) {
        this.rung = rung;
        this.tuning = tuning;
        this.assembler = assembler;
        this.deployment = deployment;
        this.accuracy = accuracy;
        this.data = data;
        this.versions = new TreeMap<>(versions);
    }

    @Override
    public Rung rung() {
        return rung;
    }

    @Override
    public String key(Recipe recipe) {
        return Sha256.of("candidate=%s%ntuning=%s%nrung=%s%nmetric=%s%ndata=%s%nversions=%s"
                .formatted(
                        assembler.id(recipe),
                        tuning.key(),
                        rung().id(),
                        accuracy.description(),
                        data.description(),
                        versions)
                .replace("\r", ""));
    }

    @Override
    public SortedMap<String, String> versions() {
        return versions;
    }

    /** @throws IllegalArgumentException when {@code recipe} is not of the tuned cut */
    @Override
    public Scored score(Recipe recipe) {
        if (!recipe.cut().equals(tuning.cut())) {
            throw new IllegalArgumentException("The recipe (%s) is not of the tuned cut.".formatted(recipe));
        }
        EvaluationSet examples = rung == Rung.BRIEF ? data.subset() : data.validation();
        return Scored.of(
                accuracy.measure(deployment.of(tuning.model(), recipe), examples), Map.of("tuning", tuning.key()));
    }
}
