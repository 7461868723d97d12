package io.espalier.profile;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a profile: of one device, runtime, version, thread count and batch. Also the stem of its file's name.
 *
 * @param value small letters, digits, {@code .}, {@code _} and {@code -}, first a letter or digit, at most 100
 */
public record ProfileId(String value) {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    public ProfileId {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("""
                    The profile id (%s) must be 1 to 100 small letters, digits, '.', '_' and '-', first a letter or digit.
                    Maybe (%s) would do.""".formatted(value, slug(value)));
        }
    }

    public static ProfileId of(String value) {
        return new ProfileId(value);
    }

    /** The id under which the profile of this device, runtime, threads and batch is kept when the user names none. */
    public static ProfileId of(DeviceFacts device, RuntimeFacts runtime, int threads, int batch) {
        String name = slug(device.processor());
        return new ProfileId("%s-%s-%s-t%d-b%d"
                .formatted(
                        name.substring(0, Math.min(40, name.length())),
                        slug(runtime.name()),
                        slug(runtime.version()),
                        threads,
                        batch)
                .replace("--", "-"));
    }

    /** Whether {@code value} may be an id. */
    public static boolean isLegal(String value) {
        return LEGAL.matcher(value).matches();
    }

    private static String slug(String text) {
        String slug = text.toLowerCase(Locale.ROOT)
                .replaceAll("\\((r|tm)\\)", "")
                .replaceAll("[^a-z0-9.]+", "-")
                .replaceAll("^[-.]+|-+$", "");
        return slug.isEmpty() ? "unknown" : slug;
    }

    @Override
    public String toString() {
        return value;
    }
}
