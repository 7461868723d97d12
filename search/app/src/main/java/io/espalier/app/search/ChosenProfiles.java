package io.espalier.app.search;

import io.espalier.profile.Devices;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import io.espalier.profile.RuntimeFacts;
import io.espalier.profile.json.ProfileRepository;
import io.espalier.profile.measure.ProfileMeasurement;
import io.espalier.zoo.runtime.InferenceRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The profiles of a search.
 *
 * @param here whether the first is of this machine and runtime, so that results can be measured
 * @param extensible whether the first may be extended by what the search still needs: it is this machine's own, not one
 *     that the user named
 * @param threads inside one inference
 */
record ChosenProfiles(List<HardwareProfile> profiles, boolean here, boolean extensible, int threads) {
    ChosenProfiles {
        profiles = List.copyOf(profiles);
    }

    static ChosenProfiles of(SearchAsked asked, ProfileRepository repository, InferenceRuntime runtime) {
        if (asked.profiles().isEmpty()) {
            int threads = asked.threads().orElse(1);
            HardwareProfile fresh = new ProfileMeasurement(runtime, Map.of(), System::nanoTime, InstantSource.system())
                    .start(Optional.empty(), threads, 1);
            HardwareProfile own = repository.find(fresh.id()).orElse(fresh);
            return new ChosenProfiles(List.of(own), true, true, threads);
        }
        List<HardwareProfile> named = new ArrayList<>();
        for (String name : asked.profiles()) {
            Path file = asked.workingDirectory().resolve(name);
            named.add(repository.load(Files.isRegularFile(file) ? file.toString() : name));
        }
        requireDistinct(named);
        HardwareProfile first = named.get(0);
        int threads = asked.threads().orElse(first.threads());
        if (threads != first.threads()) {
            throw new IllegalArgumentException(
                    "The profile (%s) is of %d threads, but --threads is %d.\nMaybe leave --threads out, or measure a profile with these threads."
                            .formatted(first.id(), first.threads(), threads));
        }
        boolean here = first.device().isSameDeviceAs(Devices.thisMachine())
                && first.runtime().equals(new RuntimeFacts(runtime.name(), runtime.version(), runtime.provider()));
        return new ChosenProfiles(named, here, false, threads);
    }

    /** A cost names its profile by the id. */
    private static void requireDistinct(List<HardwareProfile> named) {
        Set<ProfileId> ids = new HashSet<>();
        for (HardwareProfile profile : named) {
            if (!ids.add(profile.id())) {
                throw new IllegalArgumentException(
                        "Two of the profiles have the id (%s).\nMaybe change \"id\" in the file of one."
                                .formatted(profile.id()));
            }
        }
    }
}
