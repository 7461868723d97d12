package io.espalier.zoo.model;

import io.espalier.zoo.file.AtomicFiles;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Model cards as JSON files. Fields are read by hand, so that a mistake is named in the user's words. */
final class ModelCardFile {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Set<String> KNOWN =
            Set.of("dataset", "classes", "input", "trainedOn", "heldOut", "accuracy", "source", "licence");
    private static final double DEFAULT_SCALE = 255;

    private ModelCardFile() {}

    static Path of(Path onnxFile) {
        String name = onnxFile.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return onnxFile.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".json");
    }

    static Optional<ModelCard> beside(Path onnxFile) {
        for (Path file : List.of(of(onnxFile), onnxFile.resolveSibling("card.json"))) {
            if (Files.isRegularFile(file)) {
                return Optional.of(read(file));
            }
        }
        return Optional.empty();
    }

    static ModelCard read(Path file) {
        try {
            return parse(Files.readAllBytes(file), file);
        } catch (IOException e) {
            throw new InvalidModelException("""
                    The model card %s cannot be read (%s).
                    Maybe the path or its permissions are wrong.""".formatted(file, e), e);
        }
    }

    /** @param place where it was found, for messages */
    static ModelCard parse(byte[] json, Object place) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new InvalidModelException("""
                    The model card %s is not JSON: %s.
                    Maybe it was cut off, or belongs to something else.""".formatted(place, e.getOriginalMessage()), e);
        }
        try {
            return card(root);
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException("""
                    The model card %s is wrong: %s
                    Maybe it is not a model card; it needs at least "dataset" and "input".""".formatted(place, e.getMessage()), e);
        }
    }

    private static ModelCard card(JsonNode root) {
        if (!root.isObject()) {
            throw new IllegalArgumentException("It is no JSON object.");
        }
        String dataset = text(root, "dataset");
        if (dataset == null) {
            throw new IllegalArgumentException("The field \"dataset\" is missing.");
        }
        JsonNode input = root.path("input");
        if (!input.isObject()) {
            throw new IllegalArgumentException("The field \"input\" is missing or no object.");
        }
        Map<String, Object> other = new LinkedHashMap<>();
        root.properties().forEach(field -> {
            if (!KNOWN.contains(field.getKey()) && !field.getValue().isNull()) {
                other.put(field.getKey(), JSON.treeToValue(field.getValue(), Object.class));
            }
        });
        return new ModelCard(
                dataset,
                texts(root, "classes"),
                input(input),
                text(root, "trainedOn"),
                text(root, "heldOut"),
                accuracy(root.path("accuracy")),
                text(root, "source"),
                text(root, "licence"),
                other);
    }

    private static ModelInput input(JsonNode node) {
        JsonNode scale = node.path("scale");
        JsonNode resize = node.path("resize");
        return new ModelInput(
                text(node, "name"),
                shape(node.path("shape")),
                absent(scale) ? DEFAULT_SCALE : number(scale, "input.scale"),
                numbers(node.path("mean"), "input.mean"),
                numbers(node.path("std"), "input.std"),
                absent(resize) ? null : resize(resize));
    }

    private static Resize resize(JsonNode node) {
        return new Resize(
                Math.toIntExact((long) number(node.path("shorter"), "input.resize.shorter")),
                Math.toIntExact((long) number(node.path("crop"), "input.resize.crop")));
    }

    private static @Nullable Shape shape(JsonNode node) {
        if (absent(node)) {
            return null;
        }
        List<Dim> dims = new ArrayList<>();
        for (JsonNode size : elements(node, "input.shape")) {
            dims.add(size.isString() ? Dim.symbol(size.stringValue()) : Dim.of((long) number(size, "input.shape")));
        }
        return new Shape(dims);
    }

    private static Map<String, Double> accuracy(JsonNode node) {
        Map<String, Double> accuracy = new LinkedHashMap<>();
        if (!absent(node)) {
            if (!node.isObject()) {
                throw new IllegalArgumentException("The field \"accuracy\" is no object such as {\"test\": 0.91}.");
            }
            node.properties().forEach(field -> {
                if (!field.getValue().isNull()) {
                    accuracy.put(field.getKey(), number(field.getValue(), "accuracy." + field.getKey()));
                }
            });
        }
        return accuracy;
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static @Nullable String text(JsonNode parent, String field) {
        JsonNode node = parent.path(field);
        if (absent(node)) {
            return null;
        }
        if (!node.isString()) {
            throw new IllegalArgumentException("The field \"%s\" (%s) is no text.".formatted(field, node));
        }
        return node.stringValue();
    }

    private static List<String> texts(JsonNode parent, String field) {
        JsonNode node = parent.path(field);
        List<String> texts = new ArrayList<>();
        if (!absent(node)) {
            for (JsonNode element : elements(node, field)) {
                if (!element.isString()) {
                    throw new IllegalArgumentException("The field \"%s\" holds %s, no text.".formatted(field, element));
                }
                texts.add(element.stringValue());
            }
        }
        return texts;
    }

    private static List<Double> numbers(JsonNode node, String field) {
        List<Double> numbers = new ArrayList<>();
        if (node.isNumber()) {
            numbers.add(node.doubleValue());
        } else if (!absent(node)) {
            for (JsonNode element : elements(node, field)) {
                numbers.add(number(element, field));
            }
        }
        return numbers;
    }

    private static Iterable<JsonNode> elements(JsonNode node, String field) {
        if (!node.isArray()) {
            throw new IllegalArgumentException("The field \"%s\" (%s) is no list.".formatted(field, node));
        }
        return node.values();
    }

    private static double number(JsonNode node, String field) {
        if (!node.isNumber()) {
            throw new IllegalArgumentException("The field \"%s\" (%s) is no number.".formatted(field, node));
        }
        return node.doubleValue();
    }

    static String toJson(ModelCard card) {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("dataset", card.dataset());
        if (!card.classes().isEmpty()) {
            root.put("classes", card.classes());
        }
        root.put("input", inputOf(card.input()));
        root.put("trainedOn", card.trainedOn());
        root.put("heldOut", card.heldOut());
        if (!card.accuracy().isEmpty()) {
            root.put("accuracy", card.accuracy());
        }
        putIfKnown(root, "source", card.source());
        putIfKnown(root, "licence", card.licence());
        card.other().forEach(root::putIfAbsent);
        return JSON.writeValueAsString(root);
    }

    private static Map<String, @Nullable Object> inputOf(ModelInput input) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        putIfKnown(fields, "name", input.name());
        Shape shape = input.shape();
        if (shape != null) {
            List<Object> sizes = new ArrayList<>();
            for (Dim dim : shape.dims()) {
                sizes.add(dim instanceof Dim.Size known ? (Object) known.value() : dim.toString());
            }
            fields.put("shape", sizes);
        }
        fields.put("scale", input.scale() == Math.rint(input.scale()) ? (Object) (long) input.scale() : input.scale());
        if (!input.mean().isEmpty()) {
            fields.put("mean", input.mean());
        }
        if (!input.std().isEmpty()) {
            fields.put("std", input.std());
        }
        Resize resize = input.resize();
        if (resize != null) {
            Map<String, Object> sizes = new LinkedHashMap<>();
            sizes.put("shorter", resize.shorter());
            sizes.put("crop", resize.crop());
            fields.put("resize", sizes);
        }
        return fields;
    }

    private static void putIfKnown(Map<String, @Nullable Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    static void write(ModelCard card, Path file) {
        AtomicFiles.write(file, toJson(card) + "\n");
    }
}
