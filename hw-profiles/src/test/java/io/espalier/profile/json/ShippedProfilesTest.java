package io.espalier.profile.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import io.espalier.profile.ProfileOrigin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedProfilesTest {

    @TempDir
    private Path folder;

    static List<ProfileId> ids() {
        return ShippedProfiles.list();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void saysThatNothingWasMeasured(ProfileId id) {
        HardwareProfile profile = ShippedProfiles.find(id).orElseThrow();
        assertThat(profile.id()).isEqualTo(id);
        assertThat(profile.origin().kind()).isEqualTo(ProfileOrigin.Kind.ANALYTIC);
        assertThat(profile.sheet()).isPresent();
        assertThat(profile.kernels()).isEmpty();
        assertThat(profile.networks()).isEmpty();
    }

    @Test
    void isFoundById() {
        ProfileRepository repository = ProfileRepository.at(folder);
        assertThat(repository.load("stm32h743-analytic").id()).isEqualTo(ProfileId.of("stm32h743-analytic"));
        assertThat(repository.list()).isEmpty();
    }

    @Test
    void aProfileOfTheUserComesFirst() {
        ProfileRepository repository = ProfileRepository.at(folder);
        HardwareProfile own = ShippedProfiles.find(ProfileId.of("coral-edge-tpu-analytic"))
                .orElseThrow()
                .withId(ProfileId.of("stm32h743-analytic"));
        repository.save(own);
        assertThat(repository.load("stm32h743-analytic").device()).isEqualTo(own.device());
    }
}
