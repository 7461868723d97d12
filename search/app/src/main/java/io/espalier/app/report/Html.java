package io.espalier.app.report;

/** Text as HTML and XML. */
final class Html {
    private Html() {}

    /** {@code text} with the five special characters escaped. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
