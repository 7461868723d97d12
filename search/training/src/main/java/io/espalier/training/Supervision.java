package io.espalier.training;

import io.espalier.training.data.Examples;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a network learns: which outputs are compared with which targets, and by which loss. The losses are added.
 *
 * @param terms one for each output, 1 or more
 */
public record Supervision(List<Term> terms) {

    /** A loss by targets, and the one by a teacher's output that goes with it. */
    public enum Kind {
        /** Class scores: cross-entropy, and the divergence from a teacher's distribution. */
        CROSS_ENTROPY("cross-entropy"),
        /** Numbers: the mean squared error, from a target as from a teacher. */
        SQUARED_ERROR("mse");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** @throws IllegalArgumentException when there is none of that name */
        static Kind parse(String name) {
            for (Kind kind : values()) {
                if (kind.text.equals(name)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    "The loss (%s) is neither cross-entropy nor mse.%nMaybe --loss mse:OUTPUT=TARGET.".formatted(name));
        }
    }

    /** @param target of the data; empty: a teacher alone tells what is wanted */
    public record Term(Kind kind, String output, Optional<String> target) {
        @Override
        public String toString() {
            return kind.text + ":" + output + target.map(name -> "=" + name).orElse("");
        }
    }

    public Supervision {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("A network that learns nothing has no loss.");
        }
    }

    /** Classes by the data's labels. @param output that holds the logits */
    public static Supervision labels(String output) {
        return new Supervision(List.of(new Term(Kind.CROSS_ENTROPY, output, Optional.of(Examples.LABELS))));
    }

    /**
     * What is asked for; nothing: each output that has a target learns it, whole numbers as classes, others by the squared
     * error.
     *
     * @param asked such as {@code mse:depth=depth}
     * @param targets of the data by name
     * @throws IllegalArgumentException when there is no such loss, output or target, or they do not fit
     */
    public static Supervision of(List<String> asked, ModelGraph graph, Map<String, TensorType> targets) {
        OutputTargets pairs = new OutputTargets(graph, targets);
        List<Term> terms = new ArrayList<>();
        for (String text : asked) {
            OutputSpec spec = OutputSpec.parse(text);
            Kind kind = Kind.parse(spec.name());
            String output = pairs.output(spec);
            Optional<String> target = pairs.target(spec, output);
            target.map(pairs::type)
                    .filter(type -> usual(type) != kind && kind == Kind.CROSS_ENTROPY)
                    .ifPresent(type -> {
                        throw new IllegalArgumentException(
                                "The loss (%s) needs class numbers, but the target holds %s %s.%nMaybe --loss mse."
                                        .formatted(text, type.dataType(), type.shape()));
                    });
            terms.add(new Term(kind, output, target));
        }
        if (asked.isEmpty()) {
            for (String output : pairs.outputs()) {
                Optional<String> target = pairs.target(OutputSpec.parse("--loss KIND"), output);
                terms.add(new Term(
                        target.map(name -> usual(pairs.type(name))).orElse(Kind.SQUARED_ERROR), output, target));
            }
        }
        return new Supervision(terms);
    }

    private static Kind usual(TensorType target) {
        return target.dataType() == DataType.INT64 ? Kind.CROSS_ENTROPY : Kind.SQUARED_ERROR;
    }

    /** The outputs that are compared. */
    public Set<String> outputs() {
        Set<String> outputs = new LinkedHashSet<>();
        terms.forEach(term -> outputs.add(term.output()));
        return outputs;
    }

    /**
     * By targets alone.
     *
     * @param labelSmoothing of cross-entropies
     * @throws IllegalArgumentException when an output has no target
     */
    public Loss loss(double labelSmoothing) {
        List<WeightedLoss.Term> losses = new ArrayList<>();
        for (Term term : terms) {
            String target = term.target()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The data has no target for the output (%s).%nMaybe --teacher: then it learns from another model."
                                    .formatted(term.output())));
            losses.add(new WeightedLoss.Term(1, byTarget(term, target, labelSmoothing)));
        }
        return together(losses);
    }

    /**
     * By targets and a teacher, on {@link TaughtBatches}.
     *
     * @param teachersOutput the teacher's name of an output
     */
    public Loss taught(Distillation distillation, UnaryOperator<String> teachersOutput, double labelSmoothing) {
        List<WeightedLoss.Term> losses = new ArrayList<>();
        for (Term term : terms) {
            double teachers = term.target().isPresent() ? distillation.weight() : 1;
            term.target()
                    .ifPresent(target ->
                            losses.add(new WeightedLoss.Term(1 - teachers, byTarget(term, target, labelSmoothing))));
            String said = TaughtBatches.target(teachersOutput.apply(term.output()));
            losses.add(new WeightedLoss.Term(
                    teachers,
                    term.kind() == Kind.CROSS_ENTROPY
                            ? new TeacherDivergence(term.output(), said, distillation.temperature())
                            : new MeanSquaredError(term.output(), said)));
        }
        return together(losses);
    }

    private static Loss byTarget(Term term, String target, double labelSmoothing) {
        return term.kind() == Kind.CROSS_ENTROPY
                ? new CrossEntropy(term.output(), target, labelSmoothing)
                : new MeanSquaredError(term.output(), target);
    }

    private static Loss together(List<WeightedLoss.Term> losses) {
        return losses.size() == 1 && losses.get(0).weight() == 1 ? losses.get(0).loss() : new WeightedLoss(losses);
    }

    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(" + "));
    }
}
