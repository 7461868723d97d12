package io.espalier.profile.json;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.zoo.file.AtomicFiles;
import io.espalier.zoo.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes profiles as JSON files. */
public final class ProfileFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ProfileFile() {}

    /** @throws InvalidProfileException when the file is missing, broken or of another schema */
    public static HardwareProfile read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new InvalidProfileException("""
                    The profile (%s) cannot be read: %s.
                    Maybe the path is wrong, or the file is not text.""".formatted(file, e), e);
        }
    }

    /**
     * The profile of a JSON text.
     *
     * @param source where the text is from, for messages
     * @throws InvalidProfileException when it is broken or of another schema
     */
    public static HardwareProfile parse(String text, String source) {
        try {
            String schema = schema(text);
            if (!schema.equals(String.valueOf(HardwareProfile.SCHEMA_VERSION))) {
                throw new InvalidProfileException("""
                        The profile (%s) has the schema version (%s), but this program reads version %d.
                        Maybe it is no profile, or was made by another version: measure it again.""".formatted(source, schema, HardwareProfile.SCHEMA_VERSION));
            }
            return JSON.readValue(text, ProfileForm.class).toProfile();
        } catch (JacksonException e) {
            throw broken(source, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw broken(source, String.valueOf(e.getMessage()), e);
        }
    }

    /** What the text has as its schema, {@code none} without one. It comes first: nothing else is kept of a large text. */
    private static String schema(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            for (String name = isObject ? parser.nextName() : null; name != null; name = parser.nextName()) {
                parser.nextToken();
                if (name.equals("schema")) {
                    return parser.<JsonNode>readValueAsTree().toString();
                }
                parser.skipChildren();
            }
            return "none";
        }
    }

    private static InvalidProfileException broken(String source, String why, Exception cause) {
        return new InvalidProfileException("""
                The profile (%s) is broken: %s
                Maybe it was cut off or edited by hand.""".formatted(source, why), cause);
    }

    /** Writes the whole file or nothing, making folders as needed. */
    public static void write(HardwareProfile profile, Path file) {
        AtomicFiles.write(file, text(profile));
    }

    /** The profile as JSON text, the same text for equal profiles. */
    public static String text(HardwareProfile profile) {
        return JSON.writeValueAsString(ProfileForm.of(profile)) + "\n";
    }

    /** SHA-256 (hex) of {@link #text}. */
    public static String contentHash(HardwareProfile profile) {
        return Sha256.of(text(profile));
    }
}
