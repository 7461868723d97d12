package io.espalier.profile.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import org.junit.jupiter.api.Test;

class FusionProbeIT {
    @Test
    void theShippedTableIsWhatThePresentRuntimeDoes() {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the tables are of x86-64");
        InferenceRuntime runtime = OnnxRuntime.open();
        FusionRules shipped = ShippedFusionRules.own();
        FusionRules probed =
                FusionProbe.probe(runtime).withBlock(shipped.layout().block());
        assertThat(FusionRulesFile.write(probed))
                .as("""
                        The runtime (%s %s) fuses other than the table of (%s) says.
                        Make the table again with (benchmarks/fusion), and name it in ShippedFusionRules when the version \
                        is new.""", runtime.name(), runtime.version(), shipped.runtime().version())
                .isEqualTo(FusionRulesFile.write(shipped));
    }
}
