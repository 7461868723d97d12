package io.espalier.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheSizesTest {
    @TempDir
    Path root;

    private void processor(String vendor, String flags) throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/cpuinfo"), """
                processor	: 0
                vendor_id	: %s
                model name	: one
                flags		: fpu %s avx512f

                processor	: 1
                vendor_id	: other
                """.formatted(vendor, flags));
    }

    private void caches() throws IOException {
        Path first = Files.createDirectories(root.resolve("sys/devices/system/cpu/cpu0/cache/index0"));
        Files.writeString(first.resolve("size"), "32K\n");
    }

    @Test
    void anAmdProcessorThatHidesItsCachesDoesNotTell() throws IOException {
        processor("AuthenticAMD", "topoext");

        assertThat(CacheSizes.areTold(root)).isFalse();
    }

    @Test
    void anAmdProcessorWithCachesTells() throws IOException {
        processor("AuthenticAMD", "topoext");
        caches();

        assertThat(CacheSizes.areTold(root)).isTrue();
    }

    @Test
    void whatLinuxKnowsOfAnOlderLeafDoesNotHelpOneDnn() throws IOException {
        processor("AuthenticAMD", "ht");
        caches();

        assertThat(CacheSizes.areTold(root)).isFalse();
    }

    @Test
    void otherMakersAreGuessedRight() throws IOException {
        processor("GenuineIntel", "ht");

        assertThat(CacheSizes.areTold(root)).isTrue();
    }

    @Test
    void otherSystemsSayNothing() {
        assertThat(CacheSizes.areTold(root)).isTrue();
    }
}
