package io.espalier.search.evaluate;

import io.espalier.search.space.Assembler;
import io.espalier.search.space.Recipe;
import io.espalier.zoo.file.Sha256;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The first rung: cut, correct, quantize if asked for, evaluate on a part of search-validation. */
public final class UntrainedRung implements AccuracyRung {
    private final Assembler assembler;
    private final Correction correction;
    private final Deployment deployment;
    private final ModelAccuracy accuracy;
    private final EvaluationData data;
    private final SortedMap<String, String> versions;

    public UntrainedRung(
            Assembler assembler,
            Correction correction,
            Deployment deployment,
            ModelAccuracy accuracy,
            EvaluationData data,
            InferenceRuntime runtime) {
        this.assembler = assembler;
        this.correction = correction;
        this.deployment = deployment;
        this.accuracy = accuracy;
        this.data = data;
        this.versions = new TreeMap<>();
        versions.put(runtime.name(), runtime.version());
    }

    @Override
    public Rung rung() {
        return Rung.UNTRAINED;
    }

    @Override
    public String key(Recipe recipe) {
        return Sha256.of("candidate=%s%nimportance=%s%ncorrection=%s%nrung=%s%nmetric=%s%ndata=%s%nversions=%s"
                .formatted(
                        assembler.id(recipe),
                        assembler.parent().importance(),
                        correction.settings(),
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

    @Override
    public Scored score(Recipe recipe) {
        Recipe cut = recipe.cut();
        Model parent = assembler.parent().model();
        Model corrected =
                cut.isWhole() ? parent : correction.correct(assembler.cut(cut), cut, Correction.Origin.parent(parent));
        return Scored.of(accuracy.measure(deployment.of(corrected, recipe), data.subset()), Map.of());
    }
}
