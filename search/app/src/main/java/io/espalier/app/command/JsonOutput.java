package io.espalier.app.command;

import java.io.PrintWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One JSON document on standard output, and nothing else. */
final class JsonOutput {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonOutput() {}

    /** @param document maps, lists, records, numbers and texts */
    static void print(PrintWriter out, Object document) {
        out.println(JSON.writeValueAsString(document));
        out.flush();
    }
}
