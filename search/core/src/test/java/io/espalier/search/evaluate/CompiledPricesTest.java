package io.espalier.search.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.Kernel;
import io.espalier.profile.measure.Kernels;
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
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels that follow from widths are those of the structure, for any candidate of a space with all kinds of decisions. */
class CompiledPricesTest {
    private static final List<Precision> PRECISIONS = List.of(Precision.INT8, Precision.FP32);
    private static final AxisDivisors SIXTEENS = (node, axis, precision) -> 16;

    @Test
    void ofAResidualNetwork() {
        assertThat(generalWays(ResNet.cifar(1, 10).initialized(1), 8, AxisDivisors.NONE, 1500))
                .isLessThan(300);
        generalWays(ResNet.cifar(1, 10).initialized(2), 4, SIXTEENS, 500);
        generalWays(ResNet.cifar(1, 10).initialized(3), 1, AxisDivisors.NONE, 500);
    }

    @Test
    void ofANetworkOfDepthwiseConvolutions() {
        assertThat(generalWays(MobileNetV2.cifar(10).initialized(1), 8, AxisDivisors.NONE, 300))
                .isLessThan(300);
        generalWays(MobileNetV2.cifar(10).initialized(2), 3, SIXTEENS, 100);
    }

    @Test
    void ofANetworkThatShufflesChannels() {
        generalWays(ShuffleNetV2.cifar(10).initialized(1), 8, AxisDivisors.NONE, 200);
        generalWays(ShuffleNetV2.cifar(10).initialized(2), 1, AxisDivisors.NONE, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void ofAnyNetwork(long seed) {
        generalWays(RandomNetworks.residual(seed), 2, AxisDivisors.NONE, 60);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"resnet20-cifar10", "resnet20h-cifar10"})
    void ofASampleModel(String name) {
        Path file = SharedFiles.path("models/" + name + ".onnx");
        Assumptions.assumeTrue(Files.exists(file));
        generalWays(OnnxReader.read(file), 8, SIXTEENS, 500);
        generalWays(OnnxReader.read(file), 1, AxisDivisors.NONE, 200);
    }

    /** How often the kernels of random candidates, all of which must be right, were found from the structure. */
    private static int generalWays(Model model, int divisor, AxisDivisors divisors, int candidates) {
        Parent parent = Parent.of(model, "parent", Importance.of("l1", 1));
        SearchSpace space = new SpaceBuilder(parent)
                .space(EnumSet.allOf(DecisionKind.class), sweep -> List.of(divisor), PRECISIONS);
        Assembler assembler = new Assembler(parent, divisors);
        SplittableRandom random = new SplittableRandom(divisor);
        AtomicInteger general = new AtomicInteger();
        for (int i = 0; i < candidates; i++) {
            Recipe recipe = assembler.recipe(space, space.random(random));
            ModelGraph graph = assembler.structure(recipe);
            List<Kernel> expected =
                    Kernels.of(graph, ShapeInference.infer(graph), Assembler.precision(recipe));
            List<Kernel> found = assembler.kernels(recipe, () -> {
                general.incrementAndGet();
                return expected;
            });
            assertThat(found).as(recipe.canonical()).isEqualTo(expected);
        }
        return general.get();
    }
}
