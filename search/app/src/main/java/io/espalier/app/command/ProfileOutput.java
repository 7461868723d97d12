package io.espalier.app.command;

import io.espalier.app.profile.ProfileStore;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command keeps the profile that it makes, and how it tells. */
final class ProfileOutput {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Keep the profile in this file; default: among the stored profiles.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    /** Where a profile of that id is kept. */
    ProfileStore store(ProfileId id, Surroundings surroundings) {
        return new ProfileStore(
                surroundings.profiles(), id, Optional.ofNullable(out).map(surroundings.workingDirectory()::resolve));
    }

    /** Keeps a profile and says what it holds and where it lies. */
    void keep(HardwareProfile profile, Surroundings surroundings) {
        keep(profile, "kernels of %d networks", surroundings);
    }

    /** @param holding what a profile has besides the number of its kernels: text with the number of its networks */
    void keep(HardwareProfile profile, String holding, Surroundings surroundings) {
        Path file = store(profile.id(), surroundings).save(profile);
        ProfileListCommand.ProfileSummary summary = ProfileListCommand.ProfileSummary.of(profile);
        if (json) {
            JsonOutput.print(surroundings.out(), summary);
            return;
        }
        surroundings
                .out()
                .printf(
                        "%s: %d %s in %s%n",
                        summary.id(), summary.kernels(), holding.formatted(summary.networks()), file);
        surroundings.out().flush();
    }
}
