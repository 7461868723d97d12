package io.espalier.profile.json;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The profiles that come with Espalier: devices of which a public data sheet tells what is needed. */
public final class ShippedProfiles {
    private static final String FOLDER = "/io/espalier/profile/";
    private static final List<ProfileId> IDS = List.of(
            ProfileId.of("coral-edge-tpu-analytic"),
            ProfileId.of("jetson-orin-nano-analytic"),
            ProfileId.of("raspberry-pi-4-analytic"),
            ProfileId.of("stm32h743-analytic"));

    private ShippedProfiles() {}

    /** The ids of all of them, in order. */
    public static List<ProfileId> list() {
        return IDS;
    }

    /** The profile of that id; empty when none of that id comes with Espalier. */
    public static Optional<HardwareProfile> find(ProfileId id) {
        return IDS.contains(id) ? Optional.of(read(FOLDER + id + ".json")) : Optional.empty();
    }

    private static HardwareProfile read(String resource) {
        try (InputStream stream = ShippedProfiles.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The resource (%s) is missing.".formatted(resource));
            }
            return ProfileFile.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), resource);
        } catch (IOException e) {
            throw new UncheckedIOException("The resource (%s) cannot be read.".formatted(resource), e);
        }
    }
}
