package io.espalier.profile.json;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The profiles kept in a folder, {@code $ESPALIER_HOME/profiles}, one file each. */
public final class ProfileRepository {
    private final Path folder;

    private ProfileRepository(Path folder) {
        this.folder = folder;
    }

    /** The profiles in {@code folder}, which need not exist yet. */
    public static ProfileRepository at(Path folder) {
        return new ProfileRepository(folder);
    }

    /** {@code profiles} in {@code ESPALIER_HOME} of {@code environment}, else in {@code .espalier} of {@code userHome}. */
    public static ProfileRepository ofEnvironment(Map<String, String> environment, Path userHome) {
        String home = environment.getOrDefault("ESPALIER_HOME", "");
        return at((home.isBlank() ? userHome.resolve(".espalier") : Path.of(home)).resolve("profiles"));
    }

    public Path folder() {
        return folder;
    }

    /** The ids of all profiles kept here, in order. */
    public List<ProfileId> list() {
        throw new UnsupportedOperationException("Profile files are not part of this build yet.");
    }

    /** @throws io.espalier.profile.InvalidProfileException when there is a file of that id, but broken */
    public Optional<HardwareProfile> find(ProfileId id) {
        throw new UnsupportedOperationException("Profile files are not part of this build yet.");
    }

    /**
     * The profile of that id, or in that file.
     *
     * @throws io.espalier.profile.InvalidProfileException when there is none, naming those there are
     */
    public HardwareProfile load(String idOrFile) {
        throw new UnsupportedOperationException("Profile files are not part of this build yet.");
    }

    /** Keeps {@code profile}, replacing one of its id. Returns the file. */
    public Path save(HardwareProfile profile) {
        throw new UnsupportedOperationException("Profile files are not part of this build yet.");
    }
}
