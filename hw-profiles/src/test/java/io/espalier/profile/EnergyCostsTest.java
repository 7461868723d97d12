package io.espalier.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.profile.EnergyCosts.Figure;
import io.espalier.profile.json.ProfileFile;
import io.espalier.profile.testing.Profiles;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnergyCostsTest {
    private static final Figure ZERO = new Figure(0, "made up");

    /** Horowitz, ISSCC 2014, figure 1.1.9: 3.7 + 0.9 pJ in floating point, 0.2 + 0.1 pJ in 8 bits added in 32. */
    @Test
    void theTextbookIsHorowitz() {
        EnergyCosts costs = EnergyCosts.textbook();
        assertThat(costs.macPicojoules(Precision.FP32)).isEqualTo(4.6);
        assertThat(costs.macPicojoules(Precision.INT8)).isEqualTo(.3);
        assertThat(costs.cacheBytePicojoules().value()).isEqualTo(100 / 8.0);
        assertThat(costs.memoryBytePicojoules().value()).isCloseTo((1300 + 2600) / 2.0 / 8, within(.5));
    }

    @Test
    void otherPrecisionsAreScaledFromTheNextWiderOne() {
        EnergyCosts costs = EnergyCosts.textbook();
        assertThat(costs.macPicojoules(new Precision(4, 8))).isCloseTo(.15, within(1e-12));
        assertThat(costs.macPicojoules(new Precision(16, 16))).isCloseTo(4.6 / 4, within(1e-12));
        EnergyCosts narrow = new EnergyCosts(Map.of("w4a4", new Figure(.1, "made up")), ZERO, ZERO, ZERO, 1);
        assertThat(narrow.macPicojoules(Precision.INT8)).isCloseTo(.4, within(1e-12));
    }

    @Test
    void aProfileKeepsThemAndOneWithoutReadsAsBefore() {
        HardwareProfile bare = Profiles.empty();
        assertThat(ProfileFile.text(bare)).doesNotContain("energy");
        assertThat(ProfileFile.parse(ProfileFile.text(bare), "bare").energy()).isEmpty();
        HardwareProfile told = bare.withEnergy(EnergyCosts.textbook());
        HardwareProfile read = ProfileFile.parse(ProfileFile.text(told), "told");
        assertThat(read.energy()).contains(EnergyCosts.textbook());
        assertThat(read.withId(ProfileId.of("other")).energy()).isPresent();
        assertThat(read.withKernels(List.of(Profiles.latency("gemm 64>10 - fp32", 3)))
                        .energy())
                .isPresent();
        assertThat(ProfileFile.text(read)).isEqualTo(ProfileFile.text(told));
    }

    @Test
    void aFigureWithoutASourceIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Figure(3, " "))
                .withMessage("The figure (3.0) has no source.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Figure(-3, "a dream"))
                .withMessage("The figure (-3.0) of (a dream) must be finite and not negative.");
    }

    @Test
    void aFileThatLeavesSomethingOutIsBroken() {
        String text = ProfileFile.text(Profiles.empty().withEnergy(EnergyCosts.textbook()));
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> ProfileFile.parse(text.replace("staticWatts", "watts"), "p.json"))
                .withMessage(
                        "The profile (p.json) is broken: Cannot construct instance of `io.espalier.profile.EnergyCosts`, problem: The field \"staticWatts\" of the energy is missing.\nMaybe it was cut off or edited by hand.");
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> ProfileFile.parse(text.replace("\"fp32\"", "\"fp33\""), "p.json"))
                .withMessageContaining("fp33");
    }

    @Test
    void theLargestCacheIsRead() {
        assertThat(Profiles.empty().device().largestCacheBytes()).isEqualTo(32768);
        DeviceFacts bare = new DeviceFacts("made up", "none", 1, List.of("a strange cache"), List.of(), "none");
        assertThat(bare.largestCacheBytes()).isZero();
    }
}
