package io.espalier.search.objective;

/** Reads the text of an objective or a constraint from left to right, and says at which character something is wrong. */
final class Scanner {
    /** What ends a word. */
    private static final String SIGNS = "<>=@+*/(),";

    private final String kind;
    private final String text;
    private int position;

    /** @param kind what the text is, for messages */
    Scanner(String kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    String kind() {
        return kind;
    }

    String text() {
        return text;
    }

    /** Index of the character that comes next, spaces skipped. */
    int position() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position;
    }

    void backTo(int earlier) {
        position = earlier;
    }

    boolean isAtEnd() {
        return position() == text.length();
    }

    boolean isNext(String sign) {
        return text.startsWith(sign, position());
    }

    /** Whether {@code sign} follows at once, without a space. */
    boolean isAttached(char sign) {
        return position < text.length() && text.charAt(position) == sign;
    }

    /** Whether what comes next was there; then it is read. */
    boolean take(String sign) {
        boolean there = isNext(sign);
        if (there) {
            position += sign.length();
        }
        return there;
    }

    boolean isNumberNext() {
        return !isAtEnd() && (Character.isDigit(text.charAt(position)) || text.charAt(position) == '.');
    }

    /** A name; empty when a sign comes next. */
    String word() {
        position();
        return attachedWord();
    }

    /** A name without a space before it. */
    String attachedWord() {
        int start = position;
        while (position < text.length()
                && !Character.isWhitespace(text.charAt(position))
                && SIGNS.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    /** A number with its sign. @throws IllegalArgumentException when there is none */
    double number(String maybe) {
        int start = position();
        if (position < text.length() && "+-".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        digits();
        if (position + 1 < text.length() && Character.toLowerCase(text.charAt(position)) == 'e') {
            int exponent = position;
            position += "+-".indexOf(text.charAt(position + 1)) >= 0 ? 2 : 1;
            int digitsAt = position;
            digits();
            position = position == digitsAt ? exponent : position;
        }
        try {
            return Double.parseDouble(text.substring(start, position));
        } catch (NumberFormatException e) {
            throw error("A number is missing", start, maybe);
        }
    }

    private void digits() {
        while (position < text.length() && ".0123456789".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    /** All that is left. */
    String rest() {
        String rest = text.substring(position).strip();
        position = text.length();
        return rest;
    }

    /** @param at index of the character that is meant */
    IllegalArgumentException error(String what, int at, String maybe) {
        return new IllegalArgumentException(
                "%s, at character %d of the %s \"%s\".\nMaybe %s".formatted(what, at + 1, kind, text, maybe));
    }
}
