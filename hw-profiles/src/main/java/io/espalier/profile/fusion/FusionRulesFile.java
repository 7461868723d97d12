package io.espalier.profile.fusion;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.Operator.Activation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes {@link FusionRules} as JSON; activations go by their ONNX names. */
public final class FusionRulesFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final Map<String, Activation.Kind> BY_NAME = Arrays.stream(Activation.Kind.values())
            .collect(Collectors.toMap(Activation.Kind::onnxName, Function.identity()));

    private FusionRulesFile() {}

    private record Form(
            RuntimeFacts runtime,
            Map<String, JoinForm> fp32,
            Map<String, JoinForm> int8,
            LayoutRules layout,
            Map<String, List<String>> rewritten,
            List<SpelledForm> spelled) {}

    private record JoinForm(
            List<String> activations, boolean add, List<String> activationsBehindAdd, boolean bias, boolean scale) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record SpelledForm(
            String function, String operator, @Nullable String biasedOperator) {}

    /** The text of the file. */
    public static String write(FusionRules rules) {
        Map<String, List<String>> rewritten = new LinkedHashMap<>();
        rules.rewritten().forEach((kind, operators) -> rewritten.put(kind.onnxName(), operators));
        List<SpelledForm> spelled = rules.spelled().stream()
                .map(rule -> new SpelledForm(
                        rule.spelling().toString(),
                        rule.operator(),
                        rule.biasedOperator().orElse(null)))
                .toList();
        Form form = new Form(
                rules.runtime(),
                joinForms(rules.floats()),
                joinForms(rules.integers()),
                rules.layout(),
                rewritten,
                spelled);
        return JSON.writeValueAsString(form) + "\n";
    }

    private static Map<String, JoinForm> joinForms(Map<KernelStart, JoinRules> rules) {
        Map<String, JoinForm> forms = new LinkedHashMap<>();
        rules.forEach((start, joins) -> forms.put(
                start.name().toLowerCase(Locale.ROOT),
                new JoinForm(
                        names(joins.activations()),
                        joins.add(),
                        names(joins.activationsBehindAdd()),
                        joins.bias(),
                        joins.scale())));
        return forms;
    }

    private static List<String> names(Set<Activation.Kind> kinds) {
        return kinds.stream().map(Activation.Kind::onnxName).toList();
    }

    /**
     * The rules of a text.
     *
     * @param source where the text is from, for messages
     * @throws IllegalArgumentException when it is no table of rules
     */
    public static FusionRules parse(String text, String source) {
        try {
            Form form = JSON.readValue(text, Form.class);
            EnumMap<Activation.Kind, List<String>> rewritten = new EnumMap<>(Activation.Kind.class);
            form.rewritten().forEach((name, operators) -> rewritten.put(activation(name), operators));
            List<SpelledRule> spelled = form.spelled().stream()
                    .map(rule -> new SpelledRule(
                            Spelling.parse(rule.function()),
                            rule.operator(),
                            Optional.ofNullable(rule.biasedOperator())))
                    .toList();
            return new FusionRules(
                    form.runtime(), joins(form.fp32()), joins(form.int8()), form.layout(), rewritten, spelled);
        } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
            throw new IllegalArgumentException("""
                    The fusion rules (%s) cannot be read: %s
                    Maybe they were written by another version: make them again with (benchmarks/fusion).""".formatted(source, e.getMessage()), e);
        }
    }

    private static Map<KernelStart, JoinRules> joins(Map<String, JoinForm> forms) {
        Map<KernelStart, JoinRules> joins = new EnumMap<>(KernelStart.class);
        forms.forEach((start, form) -> joins.put(
                KernelStart.valueOf(start.toUpperCase(Locale.ROOT)),
                new JoinRules(
                        activations(form.activations()),
                        form.add(),
                        activations(form.activationsBehindAdd()),
                        form.bias(),
                        form.scale())));
        return joins;
    }

    private static Set<Activation.Kind> activations(List<String> names) {
        return names.stream().map(FusionRulesFile::activation).collect(Collectors.toSet());
    }

    private static Activation.Kind activation(String name) {
        Activation.Kind kind = BY_NAME.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("There is no activation (%s).".formatted(name));
        }
        return kind;
    }
}
