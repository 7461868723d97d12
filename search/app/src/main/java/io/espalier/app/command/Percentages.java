package io.espalier.app.command;

/** Shares as users write them. */
final class Percentages {
    private Percentages() {}

    /** The share of {@code 70%} (0.7) or {@code 0.7}. @throws IllegalArgumentException unless it is 0 to 100 % */
    static double share(String option, String text) {
        try {
            double share = text.endsWith("%")
                    ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                    : Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw malformed(option, text, e);
        }
        throw malformed(option, text, null);
    }

    private static IllegalArgumentException malformed(
            String option, String text, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "%s (%s) must be a share from 0%% to 100%%.\nMaybe %s 70%%.".formatted(option, text, option), cause);
    }
}
