package io.espalier.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv+add+relu 16>32 32x32 k3x3 s2x2 p1,1,1,1 int8",
                "gemm 64>10 - fp32",
                "conv 3>32 8x8 k3x3 fp16",
                "com.microsoft:fusedthing 1>2 7 w4a8",
                "dwconv+clip 24>24 14x14 k5x5 p2,2,2,2 plain fp32"
            })
    void readsTheTextThatItWrites(String text) {
        assertThat(KernelKey.parse(text)).hasToString(text);
    }

    @Test
    void writesWhatItIsMadeOf() {
        KernelKey key = new KernelKey("conv", 3, 16, Longs.of(32, 24), "k3x3 g2", "+relu", Precision.INT8);
        assertThat(key).hasToString("conv+relu 3>16 32x24 k3x3 g2 int8");
        assertThat(KernelKey.parse(key.toString())).isEqualTo(key);
    }

    @Test
    void refusesATextThatIsNoKernel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KernelKey.parse("conv 3-16"))
                .withMessage("""
                        The text (conv 3-16) does not name a kernel.
                        Maybe like this: (conv+relu 16>32 32x32 k3x3 s2x2 p1,1,1,1 int8).""");
    }

    @Test
    void belongsToAFamilyOfAllWidths() {
        KernelKey narrow = KernelKey.parse("conv+relu 16>32 8x8 k3x3 fp32");
        assertThat(narrow.withChannels(64, 7).family()).isEqualTo(narrow.family());
        assertThat(narrow.withPrecision(Precision.INT8).family()).isNotEqualTo(narrow.family());
    }
}
