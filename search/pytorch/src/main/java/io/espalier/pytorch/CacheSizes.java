package io.espalier.pytorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether the processor tells how large its caches are. Some virtual machines hide it. oneDNN, which PyTorch convolves by,
 * then takes the caches of AMD's processors for one byte each (CPUID leaf 8000001D, all zeros), plans its kernels for
 * that, and they write past their buffers or leave parts of them as they were.
 */
final class CacheSizes {
    private static final Path LINUX = Path.of("/");

    private CacheSizes() {}

    /** False on Linux on a processor of AMD that hides them; true where nothing says so. */
    static boolean areTold() {
        return areTold(LINUX);
    }

    /** @param root of the file system with {@code proc} and {@code sys} */
    static boolean areTold(Path root) {
        Path processors = root.resolve("proc/cpuinfo");
        if (!Files.isReadable(processors)) {
            return true;
        }
        List<String> facts;
        try {
            facts = Files.readAllLines(processors);
        } catch (IOException e) {
            return true;
        }
        if (!value(facts, "vendor_id").equals("AuthenticAMD")) {
            return true;
        }
        // Without this flag there is no such leaf, and Linux tells sizes of another one.
        boolean leaf = List.of(value(facts, "flags").split(" ")).contains("topoext");
        return leaf && Files.exists(root.resolve("sys/devices/system/cpu/cpu0/cache/index0/size"));
    }

    /** Of the first processor; empty when nothing is said. */
    private static String value(List<String> facts, String name) {
        return facts.stream()
                .filter(line -> line.split(":", 2)[0].strip().equals(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
