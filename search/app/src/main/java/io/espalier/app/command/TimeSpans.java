package io.espalier.app.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as users write them: {@code 90s}, {@code 30m}, {@code 2h}. */
final class TimeSpans {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*([smh])");

    private TimeSpans() {}

    /** @throws IllegalArgumentException when it is malformed or nothing */
    static Duration parse(String option, String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (matcher.matches()) {
            int seconds = switch (matcher.group(2)) {
                case "h" -> 3600;
                case "m" -> 60;
                default -> 1;
            };
            Duration span = Duration.ofMillis(Math.round(1000 * seconds * Double.parseDouble(matcher.group(1))));
            if (!span.isZero()) {
                return span;
            }
        }
        throw new IllegalArgumentException("%s (%s) is not a time.\nMaybe %s 90s, %s 30m or %s 2h."
                .formatted(option, text, option, option, option));
    }

    /** For people: {@code 4.2 s}, {@code 3 min 20 s}, {@code 1 h 5 min}. */
    static String text(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 10) {
            return "%.1f s".formatted(span.toMillis() / 1e3);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return "%d min %d s".formatted(seconds / 60, seconds % 60);
        }
        return "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }
}
