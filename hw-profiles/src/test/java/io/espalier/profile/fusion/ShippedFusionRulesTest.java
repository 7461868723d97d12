package io.espalier.profile.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Precision;
import org.junit.jupiter.api.Test;

class ShippedFusionRulesTest {
    @Test
    void anUnknownVersionHasTheRulesOfTheNearest() {
        assertThat(versionFor("onnxruntime", "1.18.1")).isEqualTo("1.20.0");
        assertThat(versionFor("onnxruntime", "1.23.2")).isEqualTo("1.22.0");
        assertThat(versionFor("onnxruntime", "1.30.0")).isEqualTo("1.29.0");
        assertThat(versionFor("other", "1.20.0")).isEqualTo("1.29.0");
    }

    private static String versionFor(String name, String version) {
        return ShippedFusionRules.nearest(new RuntimeFacts(name, version))
                .runtime()
                .version();
    }

    @Test
    void theTablesAreTheFilesOfTheirRules() {
        for (FusionRules rules : ShippedFusionRules.list()) {
            String text = FusionRulesFile.write(rules);
            assertThat(FusionRulesFile.parse(text, "here")).isEqualTo(rules);
        }
    }

    @Test
    void versionsDiffer() {
        assertThat(ShippedFusionRules.list())
                .extracting(rules -> rules.joins(KernelStart.GEMM, Precision.FP32)
                        .activations()
                        .contains(Activation.Kind.LEAKY_RELU))
                .containsExactly(false, false, true);
    }

    @Test
    void aBrokenTableSaysSo() {
        assertThatThrownBy(() -> FusionRulesFile.parse("{}", "rules.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The fusion rules (rules.json) cannot be read: ")
                .hasMessageEndingWith(
                        "\nMaybe they were written by another version: make them again with (benchmarks/fusion).");
    }
}
