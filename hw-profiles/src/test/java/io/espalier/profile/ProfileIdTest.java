package io.espalier.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileIdTest {

    @Test
    void isMadeOfDeviceRuntimeThreadsAndBatch() {
        DeviceFacts device =
                new DeviceFacts("Intel(R) Xeon(R) Gold 6130 @ 2.10GHz", "amd64", 2, List.of(), List.of(), "Linux");
        assertThat(ProfileId.of(device, new RuntimeFacts("onnxruntime", "1.29.0"), 2, 1))
                .hasToString("intel-xeon-gold-6130-2.10ghz-onnxruntime-1.29.0-t2-b1");
    }

    @Test
    void isAFileName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProfileId.of("../My Phone"))
                .withMessage("""
                        The profile id (../My Phone) must be 1 to 100 small letters, digits, '.', '_' and '-', first a letter or digit.
                        Maybe (my-phone) would do.""");
    }
}
