package io.espalier.app.command;

import io.espalier.app.profile.ProfileStore;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import io.espalier.profile.kit.KitProfile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a profile of what a kit measured. */
@Command(
        name = "collect",
        description = "Makes a profile of what a kit of 'profile plan' measured on its device.",
        footer = {"", "Example: espalier profile collect kit --id board"})
final class ProfileCollectCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Parameters(
            index = "0",
            paramLabel = "DIR|FILE",
            description = "The kit's folder, or results.csv with plan.json beside it.")
    private Path kit;

    @Option(
            names = "--id",
            required = true,
            paramLabel = "ID",
            description = "Name of the profile: small letters, digits, '.', '_' and '-'.")
    private String id;

    @Option(names = "--partial", description = "Leave out what is not measured yet, instead of failing.")
    private boolean partial;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Keep the profile in this file; default: among the stored profiles.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    ProfileCollectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ProfileId name = ProfileId.of(id);
        HardwareProfile profile =
                KitProfile.collect(surroundings.workingDirectory().resolve(kit), name, partial);
        ProfileStore store = new ProfileStore(
                surroundings.profiles(), name, Optional.ofNullable(out).map(surroundings.workingDirectory()::resolve));
        ProfileMeasureCommand.print(profile, store.save(profile), json, surroundings);
        return Failures.DONE;
    }
}
