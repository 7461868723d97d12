package io.espalier.zoo.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;
import java.util.List;

/** Equality of models, part by part, so that a failure names the part. */
final class Models {
    private Models() {}

    static void assertEqual(Model actual, Model expected) {
        assertEqual(actual.graph(), expected.graph());
        assertThat(actual.weights().tensors()).isEqualTo(expected.weights().tensors());
    }

    private static void assertEqual(ModelGraph actual, ModelGraph expected) {
        assertThat(actual.name()).isEqualTo(expected.name());
        assertThat(actual.irVersion()).isEqualTo(expected.irVersion());
        assertThat(actual.opsets()).isEqualTo(expected.opsets());
        assertThat(actual.inputs()).isEqualTo(expected.inputs());
        assertThat(actual.outputs()).isEqualTo(expected.outputs());
        assertThat(actual.nodes()).isEqualTo(expected.nodes());
        assertThat(actual.metadata()).isEqualTo(expected.metadata());
        assertThat(List.copyOf(actual.constants().entrySet()))
                .isEqualTo(List.copyOf(expected.constants().entrySet()));
        assertThat(List.copyOf(actual.weights().entrySet()))
                .isEqualTo(List.copyOf(expected.weights().entrySet()));
    }
}
