package io.espalier.search.export;

import io.espalier.zoo.file.AtomicFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code run.json}: what was asked, on what it ran, how long each phase took, and those choices that depended on the
 * clock, so that a resumed run makes them again. Written whole whenever it changes.
 */
public final class RunRecord {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String SECONDS = "wallSeconds";
    private static final String CHOICES = "choices";

    private final Path file;
    private final ObjectNode root;

    private RunRecord(Path file, ObjectNode root) {
        this.file = file;
        this.root = root;
    }

    /** The record in {@code file}; an empty one when there is none yet. */
    public static RunRecord open(Path file) {
        JsonNode json = Files.isRegularFile(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
        if (!(json instanceof ObjectNode object)) {
            throw new IllegalArgumentException("The file (%s) is no record of a run.".formatted(file));
        }
        return new RunRecord(file, object);
    }

    /** The request in a run directory, as its user wrote it. */
    public static Map<String, Object> request(Path runFile) {
        Map<String, Object> request = new LinkedHashMap<>();
        RunRecord.open(runFile)
                .root
                .path("request")
                .properties()
                .forEach(field -> request.put(field.getKey(), JSON.treeToValue(field.getValue(), Object.class)));
        return request;
    }

    /** Sets a field at the top. */
    public RunRecord set(String name, Object value) {
        root.set(name, JSON.valueToTree(value));
        return this;
    }

    /** Adds to the seconds of a phase. */
    public void addSeconds(String phase, double seconds) {
        ObjectNode all = root.withObject("/" + SECONDS);
        all.put(phase, Math.round((all.path(phase).asDouble(0) + seconds) * 1000) / 1000.0);
    }

    /** Seconds of all phases so far. */
    public double totalSeconds() {
        double total = 0;
        for (JsonNode seconds : root.path(SECONDS).values()) {
            total += seconds.asDouble(0);
        }
        return total;
    }

    public OptionalInt choice(String name) {
        JsonNode node = root.path(CHOICES).path(name);
        return node.isNumber() ? OptionalInt.of(node.asInt()) : OptionalInt.empty();
    }

    public void choose(String name, int value) {
        root.withObject("/" + CHOICES).put(name, value);
        write();
    }

    public List<Integer> choices(String name) {
        List<Integer> values = new ArrayList<>();
        root.path(CHOICES).path(name).values().forEach(node -> values.add(node.asInt()));
        return values;
    }

    public void choose(String name, List<Integer> values) {
        root.withObject("/" + CHOICES).set(name, JSON.valueToTree(values));
        write();
    }

    public void write() {
        AtomicFiles.write(file, JSON.writeValueAsString(root) + '\n');
    }
}
