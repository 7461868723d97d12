package io.espalier.profile.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The energy counters of Intel's and AMD's processors (RAPL), as Linux shows them below {@code /sys/class/powercap}: all
 * packages, and the memory beside them. A counter in microjoules begins anew at its {@code max_energy_range_uj}. See the
 * kernel's {@code Documentation/power/powercap/powercap.rst}.
 */
final class RaplMeter implements EnergyMeter {
    /** Packages and their parts; the same packages seen through {@code intel-rapl-mmio} would count twice. */
    private static final Pattern ZONE = Pattern.compile("intel-rapl:\\d+(?::\\d+)?");

    private static final double MICROJOULES_PER_JOULE = 1e6;

    private final List<Counter> counters;
    private double microjoules;

    private RaplMeter(List<Counter> counters) {
        this.counters = counters;
    }

    /** The meter below {@code powercap}; {@link EnergyMeter#NONE} where no package is there to read. */
    static EnergyMeter find(Path powercap) {
        if (!Files.isDirectory(powercap)) {
            return NONE;
        }
        List<Counter> counters = new ArrayList<>();
        boolean hasPackage = false;
        try (Stream<Path> entries = Files.list(powercap)) {
            for (Path zone : entries.sorted().toList()) {
                String name = ZONE.matcher(zone.getFileName().toString()).matches() ? text(zone, "name") : "";
                if (name.startsWith("package-") || name.equals("dram")) {
                    counters.add(Counter.open(zone));
                    hasPackage |= name.startsWith("package-");
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Since 2020 many systems let only root read the counters: as good as none.
            return NONE;
        }
        return hasPackage ? new RaplMeter(counters) : NONE;
    }

    @Override
    public synchronized OptionalDouble joules() {
        try {
            for (Counter counter : counters) {
                microjoules += counter.since();
            }
        } catch (IOException | NumberFormatException e) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(microjoules / MICROJOULES_PER_JOULE);
    }

    private static String text(Path zone, String file) throws IOException {
        return Files.readString(zone.resolve(file)).strip();
    }

    private static final class Counter {
        private final Path zone;
        private final long range;
        private long last;

        private Counter(Path zone, long range, long last) {
            this.zone = zone;
            this.range = range;
            this.last = last;
        }

        static Counter open(Path zone) throws IOException {
            return new Counter(zone, number(zone, "max_energy_range_uj"), number(zone, "energy_uj"));
        }

        /** Microjoules since the last time. */
        long since() throws IOException {
            long now = number(zone, "energy_uj");
            long drawn = now >= last ? now - last : range - last + now;
            last = now;
            return drawn;
        }

        private static long number(Path zone, String file) throws IOException {
            return Long.parseLong(text(zone, file));
        }
    }
}
