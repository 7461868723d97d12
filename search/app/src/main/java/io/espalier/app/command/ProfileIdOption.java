package io.espalier.app.command;

import io.espalier.profile.ProfileId;
import picocli.CommandLine.Option;

/** The name of the profile that a command makes. */
final class ProfileIdOption {
    @Option(
            names = "--id",
            required = true,
            paramLabel = "ID",
            description = "Name of the profile: small letters, digits, '.', '_' and '-'.")
    private String id;

    /** @throws IllegalArgumentException when it is no name */
    ProfileId id() {
        return ProfileId.of(id);
    }
}
