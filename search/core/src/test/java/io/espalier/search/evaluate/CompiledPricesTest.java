package io.espalier.search.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.cost.DefaultCostQuery;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.ProfileId;
import io.espalier.profile.json.ShippedProfiles;
import io.espalier.profile.measure.Kernels;
import io.espalier.search.objective.MetricName;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.AxisDivisors;
import io.espalier.search.space.DecisionKind;
import io.espalier.search.space.Parent;
import io.espalier.search.space.Recipe;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.SpaceBuilder;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.model.MobileNetV2;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.model.ShuffleNetV2;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.weights.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels that follow from widths are those of the structure, for any candidate of a space with all kinds of decisions. */
class CompiledPricesTest {
    private static final List<Precision> PRECISIONS = List.of(Precision.INT8, Precision.FP32);
    private static final Set<DecisionKind> ALL = EnumSet.allOf(DecisionKind.class);
    private static final Set<DecisionKind> WIDTHS = EnumSet.of(DecisionKind.WIDTHS, DecisionKind.PRECISION);
    private static final AxisDivisors SIXTEENS = (node, axis, precision) -> 16;

    @Test
    void ofAResidualNetwork() {
        Model model = ResNet.cifar(1, 10).initialized(1);
        assertThat(generalWays(model, ALL, 8, AxisDivisors.NONE, 1500)).isLessThan(300);
        generalWays(model, ALL, 4, SIXTEENS, 400);
        generalWays(model, ALL, 1, AxisDivisors.NONE, 400);
    }

    /** Widths off the steps of the runtime's layout, then others that leave the same remainders. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ofAResidualNetworkOffTheSteps(long seed) {
        Parent parent = Parent.of(ResNet.cifar(1, 10).initialized(1), "parent", Importance.of("l1", 1));
        SearchSpace space = new SpaceBuilder(parent).space(ALL, sweep -> List.of(1), PRECISIONS);
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        SplittableRandom random = new SplittableRandom(seed);
        AtomicInteger general = new AtomicInteger();
        for (int i = 0; i < 40; i++) {
            Recipe first = assembler.recipe(space, space.random(random));
            for (int j = 0; j < 10; j++) {
                check(assembler, alike(first, assembler, random), general);
            }
        }
        assertThat(general.get()).isLessThan(200);
    }

    /** A recipe whose widths fill a block or are multiples of 4, and leave the remainders of {@code recipe} by 16. */
    private static Recipe alike(Recipe recipe, Assembler assembler, SplittableRandom random) {
        Map<String, Integer> kept = new TreeMap<>();
        recipe.keptUnits().forEach((group, units) -> {
            int remainder = units % 16;
            int most = (assembler.units(group) - 1 - remainder) / 16;
            kept.put(group, most < 1 ? 4 * (1 + random.nextInt(3)) : remainder + 16 * (1 + random.nextInt(most)));
        });
        return Recipe.of(recipe.removedBlocks(), kept, recipe.precision());
    }

    @Test
    void ofANetworkOfDepthwiseConvolutions() {
        Model model = MobileNetV2.cifar(10).initialized(1);
        assertThat(generalWays(model, WIDTHS, 8, AxisDivisors.NONE, 100)).isLessThan(30);
        generalWays(model, WIDTHS, 3, SIXTEENS, 60);
        generalWays(model, ALL, 8, AxisDivisors.NONE, 20);
    }

    @Test
    void ofANetworkThatShufflesChannels() {
        Model model = ShuffleNetV2.cifar(10).initialized(1);
        generalWays(model, ALL, 8, AxisDivisors.NONE, 200);
        generalWays(model, ALL, 1, AxisDivisors.NONE, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void ofAnyNetwork(long seed) {
        generalWays(RandomNetworks.residual(seed), ALL, 2, AxisDivisors.NONE, 60);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"resnet20-cifar10", "resnet20h-cifar10"})
    void ofASampleModel(String name) {
        Path file = SharedFiles.path("models/" + name + ".onnx");
        Assumptions.assumeTrue(Files.exists(file));
        generalWays(OnnxReader.read(file), ALL, 8, SIXTEENS, 150);
        generalWays(OnnxReader.read(file), WIDTHS, 11, AxisDivisors.NONE, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theyCostWhatTheirStructureCosts(long seed) {
        Parent parent = Parent.of(ResNet.cifar(1, 10).initialized(seed), "parent", Importance.of("l1", seed));
        SearchSpace space = new SpaceBuilder(parent).space(ALL, sweep -> List.of(8), PRECISIONS);
        Assembler assembler = new Assembler(parent, SIXTEENS);
        List<HardwareProfile> profiles = List.of(
                ShippedProfiles.find(ProfileId.of("raspberry-pi-4-analytic")).orElseThrow());
        CostCatalog catalog = CostCatalog.of(
                profiles,
                List.of(new Nodes()),
                Set.of(MetricName.parse("energy@raspberry-pi-4-analytic"), MetricName.of("macs")),
                OptionalDouble.empty());
        CatalogPricing pricing = new CatalogPricing(assembler, space, catalog, profiles);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            Priced priced = pricing.price(space.random(random));
            ModelGraph graph = assembler.structure(priced.recipe());
            CostQuery query = DefaultCostQuery.of(
                    graph,
                    ShapeInference.infer(graph),
                    Assembler.precision(priced.recipe()),
                    profiles,
                    Optional.empty());
            SortedMap<String, CostEstimate> expected = catalog.prompt(query);
            expected.putAll(catalog.late(query));
            assertThat(priced.costs()).isEqualTo(expected).containsKeys("nodes", "latency@raspberry-pi-4-analytic");
        }
    }

    /** A user's cost that looks at the graph. */
    private static final class Nodes implements CostModel {
        @Override
        public CostMetric metric() {
            return CostMetric.lowerIsBetter("nodes", "");
        }

        @Override
        public CostEstimate estimate(CostQuery query) {
            return CostEstimate.exactly(metric(), query.graph().nodes().size(), Confidence.ANALYTIC);
        }
    }

    /** How often the kernels of random candidates, all of which must be right, were found from the structure. */
    private static int generalWays(
            Model model, Set<DecisionKind> kinds, int divisor, AxisDivisors divisors, int candidates) {
        Parent parent = Parent.of(model, "parent", Importance.of("l1", 1));
        SearchSpace space = new SpaceBuilder(parent).space(kinds, sweep -> List.of(divisor), PRECISIONS);
        Assembler assembler = new Assembler(parent, divisors);
        SplittableRandom random = new SplittableRandom(divisor);
        AtomicInteger general = new AtomicInteger();
        for (int i = 0; i < candidates; i++) {
            check(assembler, assembler.recipe(space, space.random(random)), general);
        }
        return general.get();
    }

    private static void check(Assembler assembler, Recipe recipe, AtomicInteger general) {
        ModelGraph graph = assembler.structure(recipe);
        List<Kernel> expected = Kernels.of(graph, ShapeInference.infer(graph), Assembler.precision(recipe));
        List<Kernel> found = assembler.kernels(recipe, () -> {
            general.incrementAndGet();
            return expected;
        });
        assertThat(found).as(recipe.canonical()).isEqualTo(expected);
    }
}
