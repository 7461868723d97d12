package io.espalier.app.command;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import io.espalier.profile.kit.KitProfile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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

    @Mixin
    private ProfileIdOption named = new ProfileIdOption();

    @Option(names = "--partial", description = "Leave out what is not measured yet, instead of failing.")
    private boolean partial;

    @Mixin
    private ProfileOutput output = new ProfileOutput();

    ProfileCollectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ProfileId id = named.id();
        HardwareProfile profile =
                KitProfile.collect(surroundings.workingDirectory().resolve(kit), id, partial);
        output.keep(profile, surroundings);
        return Failures.DONE;
    }
}
