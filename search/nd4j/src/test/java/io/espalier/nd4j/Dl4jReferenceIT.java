package io.espalier.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same network with the same weights and data has the same loss and gradients in DL4J. */
class Dl4jReferenceIT {

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of(new ResNet("plain", 3, 8, 8, List.of(new ResNet.Stage(4, 1)), 5), 8, 1e-3),
                Arguments.of(
                        new ResNet("strided", 3, 8, 8, List.of(new ResNet.Stage(4, 1), new ResNet.Stage(8, 1)), 5),
                        8,
                        1e-3),
                Arguments.of(
                        new ResNet("odd", 1, 12, 9, List.of(new ResNet.Stage(5, 2), new ResNet.Stage(7, 1)), 3),
                        6,
                        1e-3),
                // Deep: the sign flips of ReLU alone move gradients in single precision by up to .9 %.
                Arguments.of(ResNet.cifar(3, 10), 8, 2e-2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void lossAndGradientsAreThoseOfDl4j(ResNet form, int batch, double tolerance) {
        Model model = form.initialized(11);
        float[] images = Gradients.images(batch * form.channels() * form.height() * form.width(), 5);
        int[] labels = Gradients.labels(batch, form.classes());

        Gradients.Pass tape = Gradients.ofTape(model, images, labels, 2);
        Gradients.Pass reference = new Dl4jNetwork(model).pass(images, labels);

        assertThat(tape.loss()).isCloseTo(reference.loss(), Percentage.withPercentage(.1));
        assertThat(tape.gradients()).hasSameSizeAs(reference.gradients());
        reference
                .gradients()
                .forEach((name, expected) -> assertThat(
                                Gradients.distance(tape.gradients().get(name), expected))
                        .as(name)
                        .isCloseTo(0, within(tolerance)));
    }
}
