package io.espalier.app.command;

import io.espalier.cost.analytic.RooflineFit;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.ProfileId;
import io.espalier.profile.imports.ImportRequest;
import io.espalier.profile.imports.ProfileImporter;
import io.espalier.profile.imports.ProfileImporters;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes over a public latency table. */
@Command(
        name = "import",
        description = {
            "Makes a profile of a public latency table. What the table does not time is priced by a roofline fitted to it."
        },
        footer = {"", "Example: espalier profile import --format tinynas-conv v100_conv_fp16.csv.gz"})
final class ProfileImportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Option(
            names = "--format",
            required = true,
            paramLabel = "NAME",
            completionCandidates = Formats.class,
            description = "What the table is: ${COMPLETION-CANDIDATES}.")
    private String format;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "The table, as published or packed by gzip; tinynas-conv takes one of each number format.")
    private List<Path> files = List.of();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "Which device of a table that has several; without it they are named.")
    private @Nullable String device;

    @Option(names = "--id", paramLabel = "ID", description = "Name of the profile; default: one that says the table.")
    private @Nullable String id;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Which rows of a table with several batches; default: its smallest.")
    private @Nullable Integer batch;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "Number format of a table that does not say: fp32, fp16 or int8.")
    private @Nullable String precision;

    @Mixin
    private ProfileOutput output = new ProfileOutput();

    ProfileImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ProfileImporter importer = ProfileImporters.named(format);
        ImportRequest request = new ImportRequest(
                files.stream().map(surroundings.workingDirectory()::resolve).toList(),
                Optional.ofNullable(device),
                Optional.ofNullable(id).map(ProfileId::of),
                batch == null ? OptionalInt.empty() : OptionalInt.of(batch),
                Optional.ofNullable(precision).map(KernelKey::precision),
                surroundings.clock().instant());
        HardwareProfile profile = RooflineFit.of(importer.read(request));
        output.keep(profile, "kernels and %d timed sums of kernels", surroundings);
        if (!output.isJson()) {
            profile.origin().notes().forEach(note -> surroundings.out().println("- " + note));
            surroundings.out().flush();
        }
        return Failures.DONE;
    }

    /** For the help: each format with what it reads. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ProfileImporters.all().stream()
                    .map(importer -> "%s (%s)".formatted(importer.format(), importer.description()))
                    .iterator();
        }
    }
}
