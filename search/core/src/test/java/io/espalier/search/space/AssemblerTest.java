package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.KernelKey.Axis;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.weights.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblerTest {
    private static final List<Precision> PRECISIONS = List.of(Precision.INT8, Precision.FP32);

    private static Parent parent(long seed) {
        return Parent.of(RandomNetworks.residual(seed), "hash" + seed, Importance.of("l1", seed));
    }

    private static SearchSpace space(Parent parent, int divisor) {
        return new SpaceBuilder(parent).space(EnumSet.allOf(DecisionKind.class), sweep -> List.of(divisor), PRECISIONS);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyCandidateIsAValidNetworkAndItsStructureIsThatOfItsCut(long seed) {
        Parent parent = parent(seed);
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        SearchSpace space = space(parent, 2);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 12; i++) {
            Recipe recipe = assembler.recipe(space, space.random(random));
            Model cut = assembler.cut(recipe);
            assertThat(cut.graph().weights())
                    .isEqualTo(assembler.structure(recipe).weights());
            String output = cut.graph().outputs().get(0).name();
            assertThat(ShapeInference.infer(cut.graph()).known(output))
                    .isEqualTo(ShapeInference.infer(parent.model().graph()).known(output));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aCutOfACutIsTheCutItself(long seed) {
        Parent parent = parent(seed);
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        SearchSpace space = space(parent, 2);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 8; i++) {
            Candidate large = space.random(random);
            Candidate small = space.candidate(decision -> random.nextInt(large.index(decision) + 1));
            Recipe from = assembler.recipe(space, large).cut();
            Recipe to = assembler.recipe(space, small).cut();
            if (to.isWithin(from)) {
                assertThat(assembler
                                .cut(to, from, assembler.cut(from))
                                .weights()
                                .sha256())
                        .isEqualTo(assembler.cut(to).weights().sha256());
            }
        }
    }

    @Test
    void theLargestCandidateIsTheParent() {
        Parent parent = parent(3);
        SearchSpace space = space(parent, 2);
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        Recipe recipe = assembler.recipe(space, space.largest());
        assertThat(recipe).isEqualTo(Recipe.PARENT);
        assertThat(assembler.cut(recipe).weights().sha256())
                .isEqualTo(parent.model().weights().sha256());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void choicesWithoutEffectDoNotChangeTheKey(long seed) {
        Parent parent = parent(seed);
        SearchSpace space = space(parent, 2);
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        for (int i = 0; i < space.size(); i++) {
            if (space.decisions().get(i) instanceof Decision.Width width
                    && !width.goneWith().isEmpty()) {
                String block = width.goneWith().iterator().next();
                int removal = space.decisions().indexOf(new Decision.RemoveBlock(block));
                Candidate removed = space.largest().with(removal, 0);
                assertThat(assembler.id(assembler.recipe(space, removed.with(i, 0))))
                        .isEqualTo(assembler.id(assembler.recipe(space, removed)));
            }
        }
    }

    @Test
    void precisionIsPartOfTheKeyButNotOfTheCut() {
        Parent parent = parent(2);
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        Recipe quantized = assembler.atPrecision(Recipe.PARENT, Precision.INT8);
        assertThat(quantized.precisionName()).isEqualTo("int8");
        assertThat(quantized.cut()).isEqualTo(Recipe.PARENT);
        assertThat(assembler.id(quantized)).isNotEqualTo(assembler.id(Recipe.PARENT));
    }

    @Test
    void repairPutsSumsOverGroupsBackOnAStep() {
        KernelAxis axis = new KernelAxis("conv", Axis.IN, 64, Map.of("a", 1, "b", 1, "c", 1));
        Map<String, Integer> units = Map.of("a", 16, "b", 16, "c", 32);
        Map<String, Integer> kept = new HashMap<>(Map.of("a", 8, "b", 8, "c", 20));
        new AxisRepair((node, which, precision) -> 16).repair(List.of(axis), units, kept, Precision.FP32);
        assertThat(axis.width(kept, units)).isEqualTo(48);
        assertThat(kept).containsEntry("c", 32).containsEntry("a", 8).containsEntry("b", 8);
    }

    @Test
    void widthsAreMultiplesOfTheDivisorsAndTheWholeWidth() {
        assertThat(SpaceBuilder.widths(20, List.of(8))).containsExactly(8, 16, 20);
        assertThat(SpaceBuilder.widths(16, List.of(8, 16))).containsExactly(8, 16);
        assertThat(SpaceBuilder.widths(6, List.of(8))).containsExactly(6);
        assertThat(SpaceBuilder.widths(512, List.of(8)))
                .hasSizeLessThanOrEqualTo(20)
                .contains(8, 512);
    }

    @Test
    void sampledNetworksBeginWithTheParentAndAreDistinct() {
        Parent parent = parent(1);
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        var requests = SpaceBuilder.samples(assembler, space(parent, 2), 50, 1);
        assertThat(requests.get(0).name()).isEqualTo("parent");
        assertThat(requests).extracting(request -> request.name()).doesNotHaveDuplicates();
    }

    @Test
    void findsTheThreeGroupsOfTheLastStreamOfAPaddedResNet() {
        Path file = SharedFiles.path("models/resnet20-cifar10.onnx");
        Assumptions.assumeTrue(Files.exists(file));
        Parent parent = Parent.of(OnnxReader.read(file), "resnet20", Importance.of("l1", 1));
        SearchSpace space = space(parent, 8);
        long blocks = space.decisions().stream()
                .filter(Decision.RemoveBlock.class::isInstance)
                .count();
        assertThat(blocks).isEqualTo(7);
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        Recipe smallest = assembler.recipe(space, space.smallest());
        assertThat(smallest.removedBlocks()).hasSize(7);
        assertThat(Set.copyOf(smallest.precision().values())).containsExactly(Precision.INT8);
        assertThat(assembler.cut(smallest).graph().nodes())
                .hasSizeLessThan(parent.model().graph().nodes().size());
    }
}
