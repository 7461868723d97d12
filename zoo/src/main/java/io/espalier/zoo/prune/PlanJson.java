package io.espalier.zoo.prune;

import io.espalier.zoo.file.AtomicFiles;
import io.espalier.zoo.graph.Longs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of plan files. */
final class PlanJson {
    private PlanJson() {}

    static void write(PlanFile plan, Path file) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("model", plan.model());
        write(plan.tensors(), root.putObject("tensors"));
        write(plan.weights(), root.putObject("weights"));
        AtomicFiles.write(file, JsonMapper.shared().writeValueAsString(root) + "\n");
    }

    private static void write(Map<String, Map<Integer, Longs>> lists, ObjectNode into) {
        lists.forEach((value, axes) -> {
            ObjectNode byAxis = into.putObject(value);
            axes.forEach((axis, indices) -> {
                ArrayNode list = byAxis.putArray(Integer.toString(axis));
                indices.stream().forEach(list::add);
            });
        });
    }

    static PlanFile read(Path file) {
        try {
            JsonNode root = JsonMapper.shared().readTree(Files.readAllBytes(file));
            JsonNode model = root.path("model");
            if (!model.isString()) {
                throw malformed(file, "it has no text \"model\"", null);
            }
            return new PlanFile(model.asString(), lists(file, root.path("tensors")), lists(file, root.path("weights")));
        } catch (JacksonException e) {
            throw malformed(file, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw malformed(file, "it cannot be read (%s)".formatted(e), e);
        }
    }

    private static Map<String, Map<Integer, Longs>> lists(Path file, JsonNode json) {
        Map<String, Map<Integer, Longs>> lists = new LinkedHashMap<>();
        json.properties().forEach(value -> {
            Map<Integer, Longs> axes = new LinkedHashMap<>();
            value.getValue().properties().forEach(axis -> {
                JsonNode indices = axis.getValue();
                boolean whole = indices.isArray() && axis.getKey().matches("\\d{1,4}");
                for (JsonNode index : indices) {
                    whole &= index.isIntegralNumber() && index.canConvertToLong();
                }
                if (!whole) {
                    throw malformed(
                            file,
                            "axis (%s) of (%s) has no list of integers".formatted(axis.getKey(), value.getKey()),
                            null);
                }
                long[] numbers =
                        indices.valueStream().mapToLong(JsonNode::asLong).toArray();
                axes.put(Integer.valueOf(axis.getKey()), Longs.of(numbers));
            });
            lists.put(value.getKey(), axes);
        });
        return lists;
    }

    private static IllegalArgumentException malformed(
            Path file, String what, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalArgumentException(
                "The pruning plan (%s) is not one: %s.\nMaybe it is another file; --plan-out writes plans."
                        .formatted(file, what),
                cause);
    }
}
