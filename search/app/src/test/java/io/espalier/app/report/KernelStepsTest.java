package io.espalier.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.StepBand;
import io.espalier.profile.WidthStep;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelStepsTest {
    private static final KernelKey KERNEL = KernelKey.parse("conv 64>64 8x8 k3x3 fp32");

    private static String text(Axis axis, StepBand... bands) {
        return KernelSteps.overOtherAxis(WidthStep.of(KERNEL, axis, List.of(bands)));
    }

    @Test
    void saysHowAStepHoldsOverTheOtherAxis() {
        assertThat(text(Axis.OUT, new StepBand(17, 32, 8), new StepBand(33, 64, 16)))
                .isEqualTo("8 at 17 to 32, 16 at 33 to 64 channels in");
        assertThat(text(Axis.IN, new StepBand(17, 32, 8), new StepBand(33, 64, 8)))
                .isEqualTo("8 at 17 to 64 channels out");
        assertThat(KernelSteps.overOtherAxis(new WidthStep(KERNEL, Axis.IN, 8))).isEqualTo("not known");
    }

    @Test
    void theDivisorIsTheFinestThatIsRealAtMostWidths() {
        assertThat(WidthStep.of(KERNEL, Axis.OUT, List.of(new StepBand(1, 31, 8), new StepBand(32, 64, 16)))
                        .divisor())
                .isEqualTo(16);
        assertThat(WidthStep.of(KERNEL, Axis.OUT, List.of(new StepBand(1, 32, 8), new StepBand(33, 64, 16)))
                        .divisor())
                .isEqualTo(8);
    }
}
