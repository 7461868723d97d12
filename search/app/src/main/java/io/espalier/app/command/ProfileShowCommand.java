package io.espalier.app.command;

import io.espalier.app.report.KernelSteps;
import io.espalier.app.report.ProfilePage;
import io.espalier.profile.EnergyCosts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.WidthStep;
import io.espalier.profile.json.ProfileFile;
import io.espalier.profile.measure.FreeWidths;
import io.espalier.zoo.file.AtomicFiles;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one profile. */
@Command(
        name = "show",
        description =
                "Shows a profile: the device, where its numbers are from, the steps of widths, and the latency of each kernel and network.",
        footer = {"", "Example: espalier profile show laptop --html laptop.html"})
final class ProfileShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Parameters(index = "0", paramLabel = "ID|FILE", description = "A stored profile, or a file.")
    private String profile;

    @Option(names = "--json", description = "Print the profile's JSON document.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page that draws where a channel costs and where it is free.")
    private @Nullable Path html;

    ProfileShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        HardwareProfile loaded = surroundings.profile(profile);
        if (html != null) {
            AtomicFiles.write(surroundings.workingDirectory().resolve(html), ProfilePage.render(loaded));
        }
        if (json) {
            surroundings.out().println(ProfileFile.text(loaded).stripTrailing());
            surroundings.out().flush();
            return Failures.DONE;
        }
        surroundings
                .out()
                .printf(
                        "%s: %s (%s, %d cores), %s %s on %s, %d threads, batch %d, %s %s%n",
                        loaded.id(),
                        loaded.device().processor(),
                        loaded.device().architecture(),
                        loaded.device().cores(),
                        loaded.runtime().name(),
                        loaded.runtime().version(),
                        loaded.runtime().provider(),
                        loaded.threads(),
                        loaded.batch(),
                        loaded.origin().kind(),
                        loaded.created());
        SheetText.print(loaded, surroundings.out());
        loaded.energy().ifPresent(this::print);
        loaded.transferred()
                .ifPresent(facts -> surroundings
                        .out()
                        .printf(
                                "Transferred from %s by %d measured networks; error %.1f %%%n",
                                String.join(", ", facts.from()), facts.networks(), 100 * facts.error()));
        surroundings.out().println();
        Table steps = new Table("steps of", "axis", "channels", "over the other axis");
        for (WidthStep step : KernelSteps.of(loaded)) {
            steps.row(
                    step.kernel().toString(),
                    step.axis().name().toLowerCase(Locale.ROOT),
                    String.valueOf(step.divisor()),
                    KernelSteps.overOtherAxis(step));
        }
        steps.print(surroundings.out());
        surroundings.out().println();
        Table free = new Table("of measured widths", "axis", "widths", "are free", "depend on the other axis");
        for (FreeWidths widths : FreeWidths.of(loaded)) {
            free.row(
                    widths.precision().toString(),
                    widths.axis().name().toLowerCase(Locale.ROOT),
                    String.valueOf(widths.widths()),
                    percent(widths.free(), widths.widths()),
                    percent(widths.changed(), widths.compared()));
        }
        free.print(surroundings.out());
        surroundings.out().println();
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

    private void print(EnergyCosts energy) {
        Table table = new Table("energy", "value", "source");
        energy.macPicojoules().forEach((precision, figure) -> row(table, precision + " MAC, pJ", figure));
        row(table, "byte of the cache, pJ", energy.cacheBytePicojoules());
        row(table, "byte of the memory, pJ", energy.memoryBytePicojoules());
        row(table, "drawn anyway, W", energy.staticWatts());
        table.print(surroundings.out());
        surroundings.out().println();
    }

    private static void row(Table table, String what, EnergyCosts.Figure figure) {
        table.row(what, number(figure.value()), figure.source());
    }

    private static String percent(int part, int whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
