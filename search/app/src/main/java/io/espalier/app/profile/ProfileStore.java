package io.espalier.app.profile;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import io.espalier.profile.json.ProfileFile;
import io.espalier.profile.json.ProfileRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a profile is kept while it grows: among the user's profiles, or in a file of its own.
 *
 * @param out the file; empty: among the user's profiles
 */
public record ProfileStore(ProfileRepository repository, ProfileId id, Optional<Path> out) {

    /** What was measured before. @throws io.espalier.profile.InvalidProfileException when it is broken */
    public Optional<HardwareProfile> find() {
        return out.isPresent() ? out.filter(Files::exists).map(ProfileFile::read) : repository.find(id);
    }

    /** Keeps {@code profile}, whole or not at all, and tells where. */
    public Path save(HardwareProfile profile) {
        if (out.isEmpty()) {
            return repository.save(profile);
        }
        ProfileFile.write(profile, out.get());
        return out.get();
    }
}
