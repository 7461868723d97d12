package io.espalier.search.export;

import io.espalier.cost.CostEstimate;
import io.espalier.profile.LatencyStatistics;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.training.Accuracy;
import io.espalier.training.metric.Measured;
import io.espalier.training.metric.PairedDifference;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model as it is reported: the parent, a baseline or a point of the front.
 *
 * @param id short, readable, unique in the run
 * @param key content hash
 * @param validation accuracy on all of search-validation
 * @param tested on the test examples; empty until the end
 * @param predicted costs by metric
 * @param latency measured here; empty where the profile is of another device
 * @param measured what else was measured here, by metric: throughput and energy under load
 * @param fileBytes size of the exported file
 * @param marks in the order they are shown
 * @param file relative to the run directory; empty for what is not exported
 */
public record FrontPoint(
        String id,
        CandidateId key,
        Recipe recipe,
        Accuracy validation,
        Optional<Measured> tested,
        SortedMap<String, CostEstimate> predicted,
        Optional<LatencyStatistics> latency,
        SortedMap<String, Double> measured,
        long fileBytes,
        Set<String> marks,
        Optional<String> file) {
    public FrontPoint {
        predicted = Collections.unmodifiableSortedMap(new TreeMap<>(predicted));
        measured = Collections.unmodifiableSortedMap(new TreeMap<>(measured));
        marks = Collections.unmodifiableSet(new LinkedHashSet<>(marks));
    }

    public String precision() {
        return recipe.precisionName();
    }

    public FrontPoint withId(String newId) {
        return new FrontPoint(
                newId, key, recipe, validation, tested, predicted, latency, measured, fileBytes, marks, file);
    }

    /** Accuracy on the test examples; empty until the end. */
    public Optional<Accuracy> test() {
        return tested.map(Measured::accuracy);
    }

    /** The accuracy on the test examples less that of another, example by example; empty where that is not known. */
    public Optional<PairedDifference> testLess(FrontPoint other) {
        return tested.flatMap(
                own -> other.tested.flatMap(others -> own.examples().minus(others.examples())));
    }

    public FrontPoint withTest(Measured newTest) {
        return new FrontPoint(
                id,
                key,
                recipe,
                validation,
                Optional.of(newTest),
                predicted,
                latency,
                measured,
                fileBytes,
                marks,
                file);
    }

    public FrontPoint withLatency(LatencyStatistics statistics) {
        return new FrontPoint(
                id,
                key,
                recipe,
                validation,
                tested,
                predicted,
                Optional.of(statistics),
                measured,
                fileBytes,
                marks,
                file);
    }

    /** With what else was measured. */
    public FrontPoint withMeasured(SortedMap<String, Double> values) {
        return new FrontPoint(id, key, recipe, validation, tested, predicted, latency, values, fileBytes, marks, file);
    }

    public FrontPoint withMarks(Set<String> newMarks) {
        return new FrontPoint(
                id, key, recipe, validation, tested, predicted, latency, measured, fileBytes, newMarks, file);
    }

    public FrontPoint withFile(String newFile, long bytes) {
        return new FrontPoint(
                id, key, recipe, validation, tested, predicted, latency, measured, bytes, marks, Optional.of(newFile));
    }
}
