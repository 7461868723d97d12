package io.espalier.app.fuzz;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The texts of a file by what they name: values of the graph in one pot, every other field in its own. */
final class Vocabulary {
    private static final Set<String> VALUES = Set.of(
            "onnx.NodeProto.input", "onnx.NodeProto.output", "onnx.TensorProto.name", "onnx.ValueInfoProto.name");

    private final Map<String, List<String>> words = new LinkedHashMap<>();

    static Vocabulary of(Message file) {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        collect(file, found);
        Vocabulary vocabulary = new Vocabulary();
        found.forEach((field, texts) -> vocabulary.words.put(field, List.copyOf(texts)));
        return vocabulary;
    }

    private static void collect(Message message, Map<String, Set<String>> found) {
        message.getAllFields().forEach((field, value) -> {
            List<?> values = field.isRepeated() ? (List<?>) value : List.of(value);
            for (Object each : values) {
                if (each instanceof Message part) {
                    collect(part, found);
                } else if (each instanceof String text) {
                    found.computeIfAbsent(pot(field), key -> new LinkedHashSet<>())
                            .add(text);
                }
            }
        });
    }

    private static String pot(FieldDescriptor field) {
        return VALUES.contains(field.getFullName()) ? "values" : field.getFullName();
    }

    /** What the field, or one like it, says somewhere in the file. */
    List<String> of(FieldDescriptor field) {
        return words.getOrDefault(pot(field), List.of());
    }

    /** All of these together. */
    static Vocabulary union(List<Vocabulary> parts) {
        Vocabulary all = new Vocabulary();
        for (Vocabulary part : parts) {
            part.words.forEach((field, texts) -> all.words.merge(field, texts, Vocabulary::joined));
        }
        return all;
    }

    private static List<String> joined(List<String> first, List<String> second) {
        Set<String> both = new LinkedHashSet<>(first);
        both.addAll(second);
        return new ArrayList<>(both);
    }
}
