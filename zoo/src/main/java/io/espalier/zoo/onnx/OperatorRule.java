package io.espalier.zoo.onnx;

import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Operator;
import java.util.Optional;

/**
 * How one ONNX operator becomes one of ours.
 *
 * @param minInputs inputs that must be there
 * @param maxInputs inputs that may be there
 * @param manyOutputs whether more than the first output has a meaning to us
 * @param form reads the attributes; empty when it meets a use that our operator does not cover
 */
record OperatorRule(int minInputs, int maxInputs, boolean manyOutputs, Form form) {

    /** Reads the attributes of a node. */
    @FunctionalInterface
    interface Form {
        Optional<Operator> of(FileNode node);
    }

    /** An operator that is always covered once all its attributes are known. */
    static OperatorRule of(int minInputs, int maxInputs, java.util.function.Function<FileNode, Operator> form) {
        return new OperatorRule(minInputs, maxInputs, false, node -> Optional.of(form.apply(node)));
    }

    /** Our operator, or empty when the node says something that it has no word for. */
    Optional<Operator> apply(FileNode node) {
        checkInputs(node);
        if (node.usedOutputs() > 1 && !manyOutputs) {
            return Optional.empty();
        }
        try {
            return form.of(node).filter(operator -> node.attributes().isExhausted());
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException("The node (%s): %s".formatted(node.name(), e.getMessage()), e);
        }
    }

    private void checkInputs(FileNode node) {
        boolean enough = node.inputCount() <= maxInputs;
        for (int i = 0; i < minInputs; i++) {
            enough &= node.hasInput(i);
        }
        if (!enough) {
            throw new InvalidModelException("""
                    The node (%s) of type %s has %d inputs, but needs %s.
                    Maybe the file is of another operator set than it says.""".formatted(node.name(), node.type(), node.inputCount(), wanted()));
        }
    }

    private String wanted() {
        if (minInputs == maxInputs) {
            return Integer.toString(minInputs);
        }
        return maxInputs == Integer.MAX_VALUE ? minInputs + " or more" : minInputs + " to " + maxInputs;
    }
}
