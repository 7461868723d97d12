package io.espalier.app.command;

import io.espalier.app.profile.Precisions;
import io.espalier.app.profile.TransferJob;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import io.espalier.profile.kit.KitPlan;
import io.espalier.profile.kit.KitPlanFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the profile of a new device from those of others. */
@Command(
        name = "transfer",
        description = {
            "Makes the profile of a new device from those of others and about 10 networks measured on it. "
                    + "First without --measured: writes the networks to measure into the folder --plan. "
                    + "Then with --measured: the measured folder, or a CSV file with the columns model,latency_ms."
        },
        footer = {"", "Example: espalier profile transfer --from desk board --measured kit --id phone"})
final class ProfileTransferCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Option(
            names = "--from",
            required = true,
            arity = "1..*",
            paramLabel = "PROFILE",
            description = "Profiles of other devices, ids or files; 2 or more.")
    private List<String> from;

    @Option(
            names = "--plan",
            paramLabel = "DIR",
            description = "Without --measured: where the networks to measure are written. "
                    + "With a CSV file: the folder whose networks it names.")
    private @Nullable Path plan;

    @Option(
            names = "--model",
            paramLabel = "FILE|zoo:NAME",
            description = "Whose search space the networks are of; with --plan.")
    private @Nullable String model;

    @Option(
            names = "--networks",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many to measure, of each precision; default ${DEFAULT-VALUE}.")
    private int networks;

    @Option(names = "--precision", split = ",", paramLabel = "LIST", description = "Of fp32,int8; default: fp32.")
    private List<String> precisions = List.of("fp32");

    @Option(names = "--measured", paramLabel = "DIR|FILE", description = "What was measured on the new device.")
    private @Nullable Path measured;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Name of the new profile: small letters, digits, '.', '_' and '-'.")
    private @Nullable String id;

    @Mixin
    private ProfileOutput output = new ProfileOutput();

    ProfileTransferCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        TransferJob job =
                new TransferJob(from.stream().map(surroundings::profile).toList(), surroundings.clock());
        if (measured != null) {
            transfer(job, measured, ProfileId.of(given("--id", id)));
        } else {
            write(job, file(given("--plan", plan)), given("--model", model));
        }
        return Failures.DONE;
    }

    private static <T> T given(String option, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "%s is missing.\nMaybe --plan DIR --model FILE to write the networks to measure, or --measured DIR --id ID when they are."
                            .formatted(option));
        }
        return value;
    }

    private Path file(Path given) {
        return surroundings.workingDirectory().resolve(given);
    }

    private void write(TransferJob job, Path folder, String name) {
        KitPlan written =
                job.plan(folder, surroundings.model(name), Precisions.parse(precisions), networks, surroundings::say);
        ProfilePlanCommand.print(written, folder, output.isJson(), surroundings);
    }

    private void transfer(TransferJob job, Path networksMeasured, ProfileId name) {
        Optional<KitPlan> planned = Optional.ofNullable(plan).map(this::file).map(KitPlanFile::read);
        HardwareProfile profile = job.transfer(name, file(networksMeasured), planned, surroundings.workingDirectory());
        output.keep(profile, surroundings);
        profile.transferred()
                .ifPresent(facts -> surroundings.say(
                        "Of the measured networks, each predicted by the others, 9 of 10 lie within %.1f %%.",
                        100 * facts.error()));
    }
}
