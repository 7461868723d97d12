package io.espalier.app.command;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.json.ProfileFile;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one profile. */
@Command(
        name = "show",
        description = "Shows a profile: the device, and the latency of each kernel and network.",
        footer = {"", "Example: espalier profile show laptop"})
final class ProfileShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Parameters(index = "0", paramLabel = "ID|FILE", description = "A stored profile, or a file.")
    private String profile;

    @Option(names = "--json", description = "Print the profile's JSON document.")
    private boolean json;

    ProfileShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        HardwareProfile loaded = surroundings.profile(profile);
        if (json) {
            surroundings.out().println(ProfileFile.text(loaded).stripTrailing());
            surroundings.out().flush();
            return Failures.DONE;
        }
        surroundings
                .out()
                .printf(
                        "%s: %s (%s, %d cores), %s %s on %s, %d threads, batch %d, measured %s%n%n",
                        loaded.id(),
                        loaded.device().processor(),
                        loaded.device().architecture(),
                        loaded.device().cores(),
                        loaded.runtime().name(),
                        loaded.runtime().version(),
                        loaded.runtime().provider(),
                        loaded.threads(),
                        loaded.batch(),
                        loaded.created());
        loaded.transferred()
                .ifPresent(facts -> surroundings
                        .out()
                        .printf(
                                "Transferred from %s by %d measured networks; error %.1f %%%n%n",
                                String.join(", ", facts.from()), facts.networks(), 100 * facts.error()));
        Table networks = new Table("network", "precision", "p10 ms", "median ms", "p95 ms", "runs");
        for (NetworkSample network : loaded.networks()) {
            LatencyStatistics latency = network.latency();
            networks.row(
                    network.name(),
                    network.precision().toString(),
                    number(latency.p10Us() / 1000),
                    number(latency.medianUs() / 1000),
                    number(latency.p95Us() / 1000),
                    String.valueOf(latency.runs()));
        }
        networks.print(surroundings.out());
        surroundings.out().println();
        Table kernels = new Table("kernel", "p10 µs", "median µs", "MAD µs", "p95 µs", "runs");
        for (KernelLatency kernel : loaded.kernels()) {
            LatencyStatistics latency = kernel.latency();
            kernels.row(
                    kernel.key().toString(),
                    number(latency.p10Us()),
                    number(latency.medianUs()),
                    number(latency.madUs()),
                    number(latency.p95Us()),
                    String.valueOf(latency.runs()));
        }
        kernels.print(surroundings.out());
        return Failures.DONE;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
