package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On folders as Linux makes them, since few machines of builders have the counters. */
class RaplMeterTest {
    private static final long RANGE = 262_143_328_850L;

    @TempDir
    private Path powercap;

    private void zone(String zone, String name, long microjoules) throws IOException {
        Path folder = Files.createDirectories(powercap.resolve(zone));
        Files.writeString(folder.resolve("name"), name + "\n");
        Files.writeString(folder.resolve("max_energy_range_uj"), RANGE + "\n");
        Files.writeString(folder.resolve("energy_uj"), microjoules + "\n");
    }

    @Test
    void addsUpPackagesAndTheirMemory() throws IOException {
        zone("intel-rapl:0", "package-0", 1_000_000);
        zone("intel-rapl:0:0", "core", 500_000);
        zone("intel-rapl:0:1", "dram", 100_000);
        zone("intel-rapl:1", "package-1", 7_000_000);
        zone("intel-rapl:2", "psys", 9_000_000);
        zone("intel-rapl-mmio:0", "package-0", 1_000_000);
        EnergyMeter meter = RaplMeter.find(powercap);
        assertThat(meter.joules()).hasValue(0);
        zone("intel-rapl:0", "package-0", 3_000_000);
        zone("intel-rapl:0:0", "core", 2_400_000);
        zone("intel-rapl:0:1", "dram", 350_000);
        zone("intel-rapl:1", "package-1", 7_000_001);
        zone("intel-rapl:2", "psys", 90_000_000);
        zone("intel-rapl-mmio:0", "package-0", 3_000_000);
        assertThat(meter.joules().orElseThrow()).isCloseTo(2.250001, within(1e-9));
    }

    @Test
    void aCounterThatBeginsAnewDoesNotFall() throws IOException {
        zone("intel-rapl:0", "package-0", RANGE - 300_000);
        EnergyMeter meter = RaplMeter.find(powercap);
        zone("intel-rapl:0", "package-0", 200_000);
        assertThat(meter.joules().orElseThrow()).isCloseTo(.5, within(1e-9));
        zone("intel-rapl:0", "package-0", 1_200_000);
        assertThat(meter.joules().orElseThrow()).isCloseTo(1.5, within(1e-9));
    }

    @Test
    void aMachineWithoutCountersHasNoMeter() throws IOException {
        assertThat(RaplMeter.find(powercap.resolve("nowhere"))).isSameAs(EnergyMeter.NONE);
        assertThat(RaplMeter.find(powercap)).isSameAs(EnergyMeter.NONE);
        zone("intel-rapl:0:1", "dram", 5);
        assertThat(RaplMeter.find(powercap)).isSameAs(EnergyMeter.NONE);
        assertThat(EnergyMeter.NONE.joules()).isEmpty();
    }

    @Test
    void aCounterThatCannotBeReadIsNoMeter() throws IOException {
        zone("intel-rapl:0", "package-0", 5);
        Files.delete(powercap.resolve("intel-rapl:0/energy_uj"));
        assertThat(RaplMeter.find(powercap)).isSameAs(EnergyMeter.NONE);
    }

    @Test
    void aCounterThatGoesAwayTellsNothing() throws IOException {
        zone("intel-rapl:0", "package-0", 5);
        EnergyMeter meter = RaplMeter.find(powercap);
        Files.delete(powercap.resolve("intel-rapl:0/energy_uj"));
        assertThat(meter.joules()).isEmpty();
    }
}
