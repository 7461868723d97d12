package io.espalier.store;

import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Maps as JSON texts; equal maps make equal texts. */
final class Texts {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Texts() {}

    static String write(SortedMap<String, ?> map) {
        return JSON.writeValueAsString(map);
    }

    static SortedMap<String, String> texts(String json) {
        return JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {});
    }

    static SortedMap<String, Double> numbers(String json) {
        return JSON.readValue(json, new TypeReference<TreeMap<String, Double>>() {});
    }
}
