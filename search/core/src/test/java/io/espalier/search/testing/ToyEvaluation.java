package io.espalier.search.testing;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.search.evaluate.AccuracyRung;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Pricing;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.Scored;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Decision;
import io.espalier.search.space.Recipe;
import io.espalier.search.space.SearchSpace;
import io.espalier.training.Accuracy;
import io.espalier.zoo.file.Sha256;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Prices and scores the candidates of a {@link ToyNetwork} at once, and counts how often it was asked to score. */
public final class ToyEvaluation implements Pricing, AccuracyRung {
    public static final CostMetric LATENCY = CostMetric.lowerIsBetter("latency", "ms");
    public static final CostMetric MACS = CostMetric.lowerIsBetter("macs", "MACs");
    private static final int IMAGES = 2000;

    private final SearchSpace space;
    private final ToyNetwork network;
    private final Map<Recipe, Candidate> candidates = new ConcurrentHashMap<>();
    private final AtomicInteger scored = new AtomicInteger();
    private Predicate<Recipe> failing = recipe -> false;

    public ToyEvaluation(SearchSpace space, long seed) {
        this.space = space;
        this.network = new ToyNetwork(space, seed);
    }

    /** Lets the scoring of some recipes throw. */
    public ToyEvaluation failing(Predicate<Recipe> which) {
        failing = which;
        return this;
    }

    public int scored() {
        return scored.get();
    }

    @Override
    public Priced price(Candidate candidate) {
        List<String> removed = new ArrayList<>();
        Map<String, Integer> kept = new TreeMap<>();
        Map<String, Precision> precision = new TreeMap<>();
        for (int i = 0; i < candidate.size(); i++) {
            Decision decision = space.decisions().get(i);
            if (decision instanceof Decision.Width width && candidate.index(i) < width.alternatives() - 1) {
                kept.put(width.group(), width.kept().get(candidate.index(i)));
            } else if (decision instanceof Decision.RemoveBlock block && candidate.index(i) == 0) {
                removed.add(block.block());
            } else if (decision instanceof Decision.ModelPrecision && candidate.index(i) == 0) {
                precision.put("all", Precision.INT8);
            }
        }
        Recipe recipe = Recipe.of(removed, kept, precision);
        candidates.put(recipe, candidate);
        SortedMap<String, CostEstimate> costs = new TreeMap<>();
        double cost = network.cost(candidate);
        costs.put("latency@here", CostEstimate.exactly(LATENCY, cost, Confidence.MEASURED));
        return new Priced(recipe, CandidateId.of("toy", recipe), costs, "");
    }

    @Override
    public Priced price(Recipe recipe) {
        return price(candidates.get(recipe));
    }

    @Override
    public Rung rung() {
        return Rung.UNTRAINED;
    }

    @Override
    public String key(Recipe recipe) {
        return Sha256.of("rung one of " + recipe.canonical());
    }

    @Override
    public SortedMap<String, String> versions() {
        return new TreeMap<>(Map.of("toy", "1"));
    }

    @Override
    public Scored score(Recipe recipe) {
        scored.incrementAndGet();
        if (failing.test(recipe)) {
            throw new IllegalStateException("This one always fails.");
        }
        double accuracy = 1 - network.error(candidates.get(recipe));
        return Scored.of(Accuracy.of((int) Math.round(accuracy * IMAGES), IMAGES));
    }
}
