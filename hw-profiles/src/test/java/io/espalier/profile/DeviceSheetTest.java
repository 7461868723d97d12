package io.espalier.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.testing.Sheets;
import io.espalier.zoo.graph.Precision;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceSheetTest {
    private static final Precision W4A8 = new Precision(4, 8);

    private final Roofline floatsAndBytes =
            Sheets.roofline(Map.of(Precision.FP32, 10.0, Precision.FP16, 20.0, Precision.INT8, 40.0));
    private final SystolicArray array = Sheets.array(64, 64, Sheets.roofline(Map.of(Precision.FP32, 1.0)));

    @Test
    void runsInTheNarrowestFormatThatHoldsTheBits() {
        assertThat(floatsAndBytes.runsAs(Precision.FP16)).contains(Precision.FP16);
        assertThat(floatsAndBytes.runsAs(Precision.FP32)).contains(Precision.FP32);
        assertThat(floatsAndBytes.runsAs(W4A8)).contains(Precision.INT8);
    }

    @Test
    void runsFloatsInHalfFloatsWhereThereAreNoOthers() {
        assertThat(Sheets.roofline(Map.of(Precision.FP16, 20.0)).runsAs(Precision.FP32))
                .contains(Precision.FP16);
    }

    @Test
    void doesNotRunIntegersAsFloats() {
        assertThat(Sheets.roofline(Map.of(Precision.FP16, 20.0)).runsAs(Precision.INT8))
                .isEmpty();
    }

    @Test
    void leavesFloatsToTheHostOfAnArray() {
        assertThat(array.runsAs(W4A8)).contains(W4A8);
        assertThat(array.takes(Precision.FP32)).isFalse();
        assertThat(array.runsAs(Precision.FP32)).contains(Precision.FP32);
    }

    @Test
    void stepsAreTilesOfARooflineAndFoldsOfAnArray() {
        KernelKey wide = KernelKey.parse("conv 128>256 8x8 k3x3 p1,1,1,1 int8");
        assertThat(floatsAndBytes.step(wide, Axis.OUT)).isEqualTo(8);
        assertThat(array.step(wide, Axis.IN)).isEqualTo(7);
        assertThat(array.step(wide, Axis.OUT)).isEqualTo(64);
        assertThat(array.step(wide.withChannels(7, 64), Axis.IN)).isEqualTo(1);
        assertThat(array.step(wide.withChannels(7, 64), Axis.OUT)).isEqualTo(1);
        assertThat(array.step(wide.withPrecision(Precision.FP32), Axis.OUT)).isEqualTo(8);
        assertThat(array.step(KernelKey.parse("relu 128>128 8x8 int8"), Axis.BOTH))
                .isEqualTo(1);
    }

    @Test
    void refusesAFigureWithoutASource() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Figure.of(4, " "))
                .withMessage("The figure (4.0) does not say where it is from.");
    }

    @Test
    void refusesAFigureThatIsNotPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Figure.of(0, "data sheet"))
                .withMessage("The figure (0.0) must be finite and positive.");
    }

    @Test
    void refusesARooflineWithoutAPeak() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sheets.roofline(Map.of()))
                .withMessage("The roofline has a peak for no number format.");
    }
}
