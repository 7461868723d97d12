package io.espalier.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DevicesTest {

    @Test
    void knowsThisMachine() {
        DeviceFacts here = Devices.thisMachine();
        assertThat(here.processor()).isNotBlank();
        assertThat(here.cores()).isPositive();
        assertThat(here.isSameDeviceAs(Devices.thisMachine())).isTrue();
    }
}
