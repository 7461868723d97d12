package io.espalier.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.Longs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelWindowTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    conv 3>16 224x224 k7x7 s2x2 p3,3,3,3 fp32 | 112x112
                    conv 3>16 32x32 k3x3 p1,1,1,1 plain fp32 | 32x32
                    conv 3>16 32x30 k3x3 fp32 | 30x28
                    conv 3>16 33x33 k3x3 s2x2 same_upper fp32 | 17x17
                    conv 3>16 32x32 k3x3 p2,2,2,2 d2x2 int8 | 32x32
                    slice 16>16 32x32 to16x16 fp32 | 16x16
                    relu 16>16 7x7 fp32 | 7x7
                    """)
    void tellsWhatIsWritten(String kernel, String size) {
        KernelKey key = KernelKey.parse(kernel.strip());
        String[] sizes = size.strip().split("x");
        assertThat(KernelWindow.of(key).outputSize(key.size()))
                .isEqualTo(Longs.of(Long.parseLong(sizes[0]), Long.parseLong(sizes[1])));
    }

    @Test
    void countsPositionsAndGroups() {
        KernelWindow window = KernelWindow.of(KernelKey.parse("conv 32>64 8x8 k5x3 g4 fp32"));
        assertThat(window.positions()).isEqualTo(15);
        assertThat(window.groups()).isEqualTo(4);
    }
}
