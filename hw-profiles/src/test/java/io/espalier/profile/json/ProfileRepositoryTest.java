package io.espalier.profile.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.ProfileId;
import io.espalier.profile.testing.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileRepositoryTest {
    @TempDir
    private Path home;

    private final HardwareProfile profile = Profiles.empty();

    private ProfileRepository repository() {
        return ProfileRepository.ofEnvironment(Map.of("ESPALIER_HOME", home.toString()), Path.of("/nowhere"));
    }

    @Test
    void liesInTheHomeOfEspalierOrOfTheUser() {
        assertThat(repository().folder()).isEqualTo(home.resolve("profiles"));
        assertThat(ProfileRepository.ofEnvironment(Map.of(), home).folder())
                .isEqualTo(home.resolve(".espalier").resolve("profiles"));
    }

    @Test
    void findsWhatItKeeps() {
        assertThat(repository().list()).isEmpty();
        Path file = repository().save(profile);
        repository().save(profile.withId(ProfileId.of("another")));
        assertThat(file).isEqualTo(home.resolve("profiles/made-up.json"));
        assertThat(repository().list()).containsExactly(ProfileId.of("another"), ProfileId.of("made-up"));
        assertThat(repository().find(profile.id())).isPresent();
        assertThat(repository().find(ProfileId.of("unknown"))).isEmpty();
        assertThat(repository().load("made-up").id()).isEqualTo(profile.id());
        assertThat(repository().load(file.toString()).id()).isEqualTo(profile.id());
    }

    @Test
    void doesNotTripOverOtherFiles() throws IOException {
        repository().save(profile);
        Files.writeString(home.resolve("profiles/.made-up.json.1.tmp"), "half");
        Files.writeString(home.resolve("profiles/notes.txt"), "mine");
        assertThat(repository().list()).containsExactly(profile.id());
    }

    @Test
    void namesThoseThatThereAre() {
        repository().save(profile);
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> repository().load("made-down"))
                .withMessage("""
                        There is no profile (made-down), neither of that id in %s nor as a file.
                        Maybe one of these was meant: [made-up, coral-edge-tpu-analytic, jetson-orin-nano-analytic, raspberry-pi-4-analytic, stm32h743-analytic]; or make it with 'profile measure --id made-down'.""".formatted(home.resolve("profiles")));
    }
}
