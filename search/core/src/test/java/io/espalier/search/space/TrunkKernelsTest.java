package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.measure.Kernels;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.model.MobileNetV2;
import io.espalier.zoo.model.ShuffleNetV2;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.testing.ChannelNetworks;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.weights.Model;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of kernels says what the structure itself says. */
class TrunkKernelsTest {
    private static final List<Precision> PRECISIONS = List.of(Precision.INT8, Precision.FP32);

    static Stream<Named<Model>> models() {
        Stream<Named<Model>> built = Stream.of(
                Named.of("mobilenetv2", MobileNetV2.cifar(10).initialized(1)),
                Named.of("shufflenetv2", ShuffleNetV2.cifar(10).initialized(1)),
                Named.of("residual 1", RandomNetworks.residual(1)),
                Named.of("residual 2", RandomNetworks.residual(2)));
        Stream<Named<Model>> families = Stream.of(ChannelNetworks.Family.values())
                .map(family -> Named.of(family.toString(), ChannelNetworks.of(family, 3)));
        Stream<Named<Model>> samples = SharedFiles.models().stream()
                .filter(file -> !file.toString().contains("resnet44")
                        && !file.toString().contains("resnet32"))
                .map(file -> Named.of(file.getFileName().toString(), OnnxReader.read(file)));
        return Stream.of(built, families, samples).flatMap(stream -> stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void everyCutHasTheKernelsOfItsStructure(Model model) {
        Parent parent = Parent.of(model, "hash", Importance.of("l1", 1));
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        SplittableRandom random = new SplittableRandom(1);
        for (int divisor : List.of(1, 4)) {
            SearchSpace space = new SpaceBuilder(parent)
                    .space(EnumSet.allOf(DecisionKind.class), sweep -> List.of(divisor), PRECISIONS);
            for (int i = 0; i < 25; i++) {
                Recipe recipe = assembler.recipe(space, space.random(random));
                List<KernelKey> expected = Kernels.of(assembler.structure(recipe), Assembler.precision(recipe)).stream()
                        .map(Kernel::key)
                        .toList();
                assertThat(assembler.kernels(recipe))
                        .as(recipe.canonical())
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }
}
