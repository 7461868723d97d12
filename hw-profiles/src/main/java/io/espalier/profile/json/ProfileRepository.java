package io.espalier.profile.json;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.ProfileId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The profiles kept in a folder, {@code $ESPALIER_HOME/profiles}, one file each. */
public final class ProfileRepository {
    private static final String SUFFIX = ".json";

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
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(ProfileId::isLegal)
                    .sorted()
                    .map(ProfileId::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of profiles (%s) cannot be read.".formatted(folder), e);
        }
    }

    /** @throws InvalidProfileException when there is a file of that id, but broken */
    public Optional<HardwareProfile> find(ProfileId id) {
        Path file = file(id);
        return Files.isRegularFile(file) ? Optional.of(ProfileFile.read(file)) : Optional.empty();
    }

    /**
     * The profile of that id, kept here or shipped with Espalier, or in that file.
     *
     * @throws InvalidProfileException when there is none, naming those there are
     */
    public HardwareProfile load(String idOrFile) {
        if (ProfileId.isLegal(idOrFile)) {
            Optional<HardwareProfile> kept = find(ProfileId.of(idOrFile));
            if (kept.isPresent()) {
                return kept.get();
            }
        }
        if (Files.isRegularFile(Path.of(idOrFile))) {
            return ProfileFile.read(Path.of(idOrFile));
        }
        if (ProfileId.isLegal(idOrFile)) {
            Optional<HardwareProfile> shipped = ShippedProfiles.find(ProfileId.of(idOrFile));
            if (shipped.isPresent()) {
                return shipped.get();
            }
        }
        throw new InvalidProfileException("""
                There is no profile (%s), neither of that id in %s nor as a file.
                Maybe one of these was meant: %s; or make it with 'profile measure --id %s'.""".formatted(idOrFile, folder, known(), idOrFile));
    }

    private List<ProfileId> known() {
        return Stream.concat(list().stream(), ShippedProfiles.list().stream())
                .distinct()
                .toList();
    }

    /** Keeps {@code profile}, replacing one of its id. Returns the file. */
    public Path save(HardwareProfile profile) {
        Path file = file(profile.id());
        ProfileFile.write(profile, file);
        return file;
    }

    private Path file(ProfileId id) {
        return folder.resolve(id.value() + SUFFIX);
    }
}
