package io.espalier.app.command;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import io.espalier.profile.json.ProfileRepository;
import io.espalier.profile.json.ShippedProfiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the profiles that are kept here. */
@Command(
        name = "list",
        description =
                "Lists the profiles in $$ESPALIER_HOME/profiles (default ~/.espalier/profiles), and those that come with Espalier.",
        footer = {"", "Example: espalier profile list"})
final class ProfileListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    ProfileListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ProfileRepository repository = surroundings.profiles();
        List<ProfileSummary> summaries = new ArrayList<>();
        for (ProfileId id : repository.list()) {
            repository.find(id).map(ProfileSummary::of).ifPresent(summaries::add);
        }
        if (!json && summaries.isEmpty()) {
            surroundings.say("No profile in %s yet.\nMaybe espalier profile measure --id ID.", repository.folder());
        }
        for (ProfileId id : ShippedProfiles.list()) {
            if (repository.find(id).isEmpty()) {
                ShippedProfiles.find(id).map(ProfileSummary::of).ifPresent(summaries::add);
            }
        }
        if (json) {
            JsonOutput.print(surroundings.out(), summaries);
            return Failures.DONE;
        }
        Table table = new Table("id", "origin", "threads", "batch", "kernels", "networks", "runtime", "device");
        for (ProfileSummary summary : summaries) {
            table.row(
                    summary.id(),
                    summary.origin(),
                    String.valueOf(summary.threads()),
                    String.valueOf(summary.batch()),
                    String.valueOf(summary.kernels()),
                    String.valueOf(summary.networks()),
                    summary.runtime(),
                    summary.device());
        }
        table.print(surroundings.out());
        return Failures.DONE;
    }

    /**
     * A profile in one line.
     *
     * @param origin {@code measured}, {@code imported} or {@code analytic}
     */
    record ProfileSummary(
            String id,
            String origin,
            String device,
            String runtime,
            int threads,
            int batch,
            int kernels,
            int networks,
            String created) {
        static ProfileSummary of(HardwareProfile profile) {
            return new ProfileSummary(
                    profile.id().toString(),
                    profile.origin().kind().toString(),
                    profile.device().processor(),
                    profile.runtime().name() + " " + profile.runtime().version(),
                    profile.threads(),
                    profile.batch(),
                    profile.kernels().size(),
                    profile.networks().size(),
                    profile.created().toString());
        }
    }
}
