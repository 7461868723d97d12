package io.espalier.cost.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.KernelKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelWorkTest {

    @ParameterizedTest
    @CsvSource({
        // out pixels · in channels of a group · out channels · window; weights and activations in bytes
        "'conv+relu 16>32 32x32 k3x3 s2x2 p1,1,1,1 fp32', 1179648, 116736",
        "'conv+relu 16>32 32x32 k3x3 s2x2 p1,1,1,1 int8', 1179648, 29184",
        "'conv 16>32 8x8 k3x3 p1,1,1,1 g4 fp32', 73728, 16896",
        "'dwconv 24>24 8x8 k3x3 p1,1,1,1 fp32', 13824, 13152",
        "'gemm 64>10 - fp32', 640, 2856",
        "'add 16>16 32x32 fp32', 0, 131072",
    })
    void countsWhatTheKeyTells(String kernel, double macs, double bytes) {
        assertThat(KernelWork.of(KernelKey.parse(kernel))).isEqualTo(new KernelWork(macs, bytes));
    }
}
