package io.espalier.profile.imports;

import java.util.List;
import java.util.stream.Collectors;

/** All forms of tables that Espalier reads. */
public final class ProfileImporters {
    private static final List<ProfileImporter> ALL = List.of(
            new BitFusionImporter(),
            new FbnetImporter(),
            new OnceForAllImporter(),
            new TfNasImporter(),
            new TinyNasImporter());

    private ProfileImporters() {}

    public static List<ProfileImporter> all() {
        return ALL;
    }

    /** @throws IllegalArgumentException when there is none of this name, naming those there are */
    public static ProfileImporter named(String format) {
        return ALL.stream()
                .filter(importer -> importer.format().equals(format))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("""
                        There is no table format (%s).
                        Maybe one of these: %s.""".formatted(
                        format, ALL.stream().map(ProfileImporter::format).collect(Collectors.joining(", ")))));
    }
}
