package io.espalier.zoo.graph;

import java.util.List;

/**
 * One use of an operator.
 *
 * @param name unique in its graph (the reader makes names where a file has none)
 * @param inputs names of values, in the operator's order; the empty name is an optional input left out
 * @param outputs names of the values it defines; the empty name is an optional output left out
 */
public record Node(String name, Operator operator, List<String> inputs, List<String> outputs) {
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public static Node of(String name, Operator operator, List<String> inputs, String output) {
        return new Node(name, operator, inputs, List.of(output));
    }

    /** The name of input {@code index}; empty when it is left out or beyond the last. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    public boolean hasInput(int index) {
        return !input(index).isEmpty();
    }

    /** The first output. */
    public String output() {
        return outputs.get(0);
    }

    public Node withOperator(Operator newOperator) {
        return new Node(name, newOperator, inputs, outputs);
    }

    public Node withInputs(List<String> newInputs) {
        return new Node(name, operator, newInputs, outputs);
    }
}
