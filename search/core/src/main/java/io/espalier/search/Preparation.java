package io.espalier.search;

import io.espalier.cost.CostModelException;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.json.ProfileFile;
import io.espalier.search.evaluate.CatalogPricing;
import io.espalier.search.evaluate.CostCatalog;
import io.espalier.search.evaluate.EvaluationData;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Goals;
import io.espalier.search.objective.MetricName;
import io.espalier.search.objective.Objective;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.Parent;
import io.espalier.search.space.Recipe;
import io.espalier.search.space.SearchSpace;
import io.espalier.training.Accuracy;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.prune.Importance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Prepares a run: parent, profile, space, prices, goals, and whether the goals can be met. */
final class Preparation {
    private static final double WORTHWHILE = .98;
    private static final int FEASIBILITY_SAMPLES = 256;

    private final RunContext run;

    Preparation(RunContext run) {
        this.run = run;
    }

    Ground ground() {
        SearchRequest request = run.request;
        EvaluationData data =
                EvaluationData.of(request.splits(), request.model().graph(), request.seed());
        Parent parent =
                Parent.of(request.model(), request.modelHash(), Importance.of(request.importance(), request.seed()));
        Accuracy accuracy = request.parentAccuracy()
                .orElseGet(() -> new ModelAccuracy(run.ports.runtime(), request.metric(), request.trainingThreads())
                        .of(parent.model(), data.validation()));
        run.tell(new SearchEvent.ParentEvaluated(accuracy));
        List<HardwareProfile> profiles = run.phase(Phase.PROFILE, () -> new Profiling(run, parent).profiles());
        try {
            return ground(data, parent, accuracy, profiles);
        } catch (InvalidProfileException e) {
            boolean timeRanOut = request.profileKeeper().isPresent()
                    && run.plan.isLimited()
                    && run.plan.forProfile().isZero();
            throw timeRanOut
                    ? new InvalidProfileException(
                            "%s\nMaybe a longer --time-limit (%d s): measuring this device may take a fifth of it, and that was over."
                                    .formatted(
                                            e.getMessage(),
                                            request.timeLimit().orElseThrow().toSeconds()))
                    : e;
        }
    }

    private Ground ground(EvaluationData data, Parent parent, Accuracy accuracy, List<HardwareProfile> profiles) {
        SearchRequest request = run.request;
        List<Objective> objectives = objectives(profiles);
        CostCatalog catalog = CostCatalog.of(
                profiles, request.plugins(), Goals.metrics(objectives, request.constraints()), request.pricePerHour());
        Spaces spaces = new Spaces(request, parent, profiles);
        List<Precision> precisions = precisions(parent, profiles);
        SearchSpace space = spaces.space(precisions);
        if (space.candidates() < 2) {
            throw new IllegalArgumentException(
                    "There is nothing to decide about the model (%s).\nMaybe allow more by --decisions; inspect says why groups and blocks are frozen."
                            .formatted(request.modelName()));
        }
        Assembler assembler = spaces.assembler(precisions);
        CatalogPricing pricing = new CatalogPricing(assembler, space, catalog, profiles);
        Priced priced = pricing.price(Recipe.PARENT);
        if (priced.isFailed()) {
            throw new CostModelException("parent", priced.failure());
        }
        Goals goals = new Goals(objectives, request.constraints(), new TreeMap<>(priced.allValues()), accuracy.value());
        Ground ground = new Ground(data, assembler, space, profiles, precisions, catalog, pricing, goals, accuracy);
        run.record.set(
                "profiles",
                profiles.stream()
                        .map(profile -> Map.of("id", profile.id().value(), "sha256", ProfileFile.contentHash(profile)))
                        .toList());
        run.record.set(
                "objectives", objectives.stream().map(Preparation::record).toList());
        run.record.set("space", Map.of("decisions", space.size(), "candidates", space.candidates()));
        describe(ground, priced);
        return ground;
    }

    private static Map<String, Object> record(Objective objective) {
        return Map.of(
                "name", objective.name(),
                "expression", objective.expression().text(),
                "unit", objective.unit().toString(),
                "better", objective.isHigherBetter() ? "higher" : "lower");
    }

    private List<Objective> objectives(List<HardwareProfile> profiles) {
        List<Objective> objectives = new ArrayList<>(run.request.objectives());
        if (objectives.stream().allMatch(Objective::isAccuracy)) {
            objectives.add(Objective.of(
                    new MetricName(CostCatalog.LATENCY, profiles.get(0).id().value()), KernelTableLatency.LATENCY));
        }
        return objectives;
    }

    /** Only what a device runs faster is offered. */
    private List<Precision> precisions(Parent parent, List<HardwareProfile> profiles) {
        if (!Spaces.mayQuantize(run.request, parent)) {
            return List.of(Precision.FP32);
        }
        Assembler plain = new Assembler(parent, io.espalier.search.space.AxisDivisors.NONE);
        CatalogPricing pricing =
                new CatalogPricing(plain, new SearchSpace(List.of()), CostCatalog.of(profiles, List.of()), profiles);
        Recipe quantized = plain.atPrecision(Recipe.PARENT, Precision.INT8);
        Map<String, Double> fp32 = pricing.price(Recipe.PARENT).values();
        Map<String, Double> int8;
        try {
            int8 = pricing.price(quantized).values();
        } catch (InvalidProfileException e) {
            run.tell(new SearchEvent.Warned(
                    "The profile knows no 8-bit kernels of this model, so precision is no decision. "
                            + e.getMessage()));
            return List.of(Precision.FP32);
        }
        boolean faster = fp32.keySet().stream()
                .filter(name -> name.startsWith(CostCatalog.LATENCY + "@"))
                .anyMatch(
                        name -> int8.getOrDefault(name, Double.MAX_VALUE) < WORTHWHILE * fp32.getOrDefault(name, 0.0));
        return faster ? List.of(Precision.INT8, Precision.FP32) : List.of(Precision.FP32);
    }

    private void describe(Ground ground, Priced parent) {
        SearchSpace space = ground.space();
        Priced smallest = ground.pricing().price(space.smallest());
        Priced middle = ground.pricing()
                .price(space.candidate(i -> space.decisions().get(i).alternatives() / 2));
        Priced largest = ground.pricing().price(space.largest());
        List<Priced> sample = new ArrayList<>(List.of(smallest, middle, largest));
        SplittableRandom random = new SplittableRandom(run.request.seed());
        for (int i = 0; i < FEASIBILITY_SAMPLES; i++) {
            sample.add(ground.pricing().price(space.random(random)));
        }
        Map<Constraint, Boolean> canBeMet = new LinkedHashMap<>();
        for (Constraint constraint : run.request.constraints()) {
            if (!constraint.isAccuracy()) {
                canBeMet.put(constraint, canBeMet(constraint, sample, ground.goals()));
            }
        }
        run.tell(new SearchEvent.SpaceDescribed(space, ground.goals(), parent, smallest, middle, largest, canBeMet));
    }

    private static boolean canBeMet(Constraint constraint, List<Priced> sample, Goals goals) {
        double of = constraint.value(goals.parentCosts(), goals.parentCosts());
        double best = constraint.atMost() ? Double.MAX_VALUE : -Double.MAX_VALUE;
        for (Priced priced : sample) {
            if (!priced.isFailed()) {
                double value = constraint.value(priced.values(), goals.parentCosts());
                best = constraint.atMost() ? Math.min(best, value) : Math.max(best, value);
            }
        }
        if (constraint.violation(best, of) > 0) {
            throw constraint.unsatisfiable(best, of);
        }
        return true;
    }
}
