package io.espalier.app.benchmark;

import io.espalier.cost.DefaultCostQuery;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.ProfileId;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.search.evaluate.CatalogPricing;
import io.espalier.search.evaluate.CostCatalog;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.AxisDivisors;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.DecisionKind;
import io.espalier.search.space.Parent;
import io.espalier.search.space.Recipe;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.SpaceBuilder;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.prune.Importance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Counts distinct candidates of ResNet-20 that are priced a second, through the search's own path and as graphs of
 * unknown origin. Run by {@code benchmarks/pricing-speed}. The profile is made up: prices cost the same whatever they are.
 */
final class PricingSpeed {
    private static final int CANDIDATES = 100_000;
    private static final int GRAPHS = 4_000;
    private static final int BLOCKS = 5;
    private static final double NANOS = 1e9;

    private PricingSpeed() {}

    public static void main(String[] arguments) {
        Parent parent = Parent.of(ResNet.cifar(3, 10).initialized(1), "resnet20", Importance.of("l1", 1));
        SearchSpace space = new SpaceBuilder(parent)
                .space(EnumSet.allOf(DecisionKind.class), sweep -> List.of(8), List.of(Precision.INT8, Precision.FP32));
        HardwareProfile profile = profile(new Assembler(parent, AxisDivisors.NONE), space);
        int threads = Runtime.getRuntime().availableProcessors();
        double mostPriced = 0;
        double mostPredicted = 0;
        for (int block = 0; block < BLOCKS; block++) {
            double priced = priced(parent, space, profile, threads, block);
            double predicted = predicted(parent, space, profile, block);
            System.out.printf(
                    "block %d: %,.0f candidates a second on %d threads, %,.0f graphs a second on one%n",
                    block + 1, priced, threads, predicted);
            mostPriced = Math.max(mostPriced, priced);
            mostPredicted = Math.max(mostPredicted, predicted);
        }
        System.out.printf(
                "quickest: %,.0f candidates a second (target 20,000), %,.0f graphs a second (target 5,000)%n",
                mostPriced, mostPredicted);
    }

    private static double priced(Parent parent, SearchSpace space, HardwareProfile profile, int threads, long seed) {
        CatalogPricing pricing = new CatalogPricing(
                new Assembler(parent, AxisDivisors.NONE),
                space,
                CostCatalog.of(List.of(profile), List.of()),
                List.of(profile));
        SplittableRandom random = new SplittableRandom(seed);
        Set<Candidate> distinct = new HashSet<>();
        while (distinct.size() < CANDIDATES) {
            distinct.add(space.random(random));
        }
        List<Candidate> candidates = List.copyOf(distinct);
        long start = System.nanoTime();
        IntStream.range(0, threads).parallel().forEach(thread -> {
            for (int i = thread; i < candidates.size(); i += threads) {
                if (pricing.price(candidates.get(i)).isFailed()) {
                    throw new IllegalStateException("A candidate has no price.");
                }
            }
        });
        return CANDIDATES / ((System.nanoTime() - start) / NANOS);
    }

    private static double predicted(Parent parent, SearchSpace space, HardwareProfile profile, long seed) {
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        SplittableRandom random = new SplittableRandom(seed);
        List<ModelGraph> graphs = new ArrayList<>();
        List<Recipe> recipes = new ArrayList<>();
        for (int i = 0; i < GRAPHS; i++) {
            Recipe recipe = assembler.recipe(space, space.random(random));
            recipes.add(recipe);
            graphs.add(assembler.structure(recipe));
        }
        KernelTableLatency latency = KernelTableLatency.of(profile);
        double sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < GRAPHS; i++) {
            sum += latency.estimate(DefaultCostQuery.of(
                            graphs.get(i),
                            ShapeInference.infer(graphs.get(i)),
                            Assembler.precision(recipes.get(i)),
                            List.of(profile),
                            Optional.empty()))
                    .value();
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        if (!(sum > 0)) {
            throw new IllegalStateException("Nothing was predicted.");
        }
        return GRAPHS / seconds;
    }

    /** All kernels of many networks of the space, each at a price that follows from its name. */
    private static HardwareProfile profile(Assembler assembler, SearchSpace space) {
        Map<KernelKey, KernelLatency> kernels = new HashMap<>();
        for (NetworkRequest request : SpaceBuilder.samples(assembler, space, 3000, 1)) {
            for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
                for (Kernel kernel : Kernels.of(request.graph(), precision)) {
                    double us = 1 + Math.floorMod(kernel.key().hashCode(), 1000) / 50.0;
                    kernels.put(
                            kernel.key(), new KernelLatency(kernel.key(), LatencyStatistics.of(new double[] {us}, 1)));
                }
            }
        }
        return HardwareProfile.empty(
                        ProfileId.of("made-up"),
                        new DeviceFacts("made up", "none", 1, List.of(), List.of(), "none"),
                        new RuntimeFacts("none", "0"),
                        1,
                        1,
                        ProfileProtocol.standard(),
                        Instant.EPOCH)
                .withKernels(kernels.values());
    }
}
