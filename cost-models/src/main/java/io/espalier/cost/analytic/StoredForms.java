package io.espalier.cost.analytic;

import io.espalier.cost.CostQuery;
import io.espalier.profile.Kernel;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * In which number formats each activation of a network is stored. A value between kernels of fewer bits is stored as
 * integers of as many; between kernels of floating point, as floats; where both meet, first as its writer leaves it and
 * then as its reader wants it. Inputs and outputs of the graph are floats, and so is what no kernel of fewer bits touches.
 */
final class StoredForms {
    private static final int NEVER = -1;
    private static final Form NOTHING = new Form(false, 0, NEVER);

    private final CostQuery query;
    private final ModelGraph graph;
    private final int batch;
    private final Map<String, Integer> bitsOfNode = new HashMap<>();
    private final Map<String, Draft> drafts = new HashMap<>();

    /**
     * One stored form of a value.
     *
     * @param lastRead index of the last node that reads it; that of the output, behind all nodes, for the graph's outputs
     */
    record Form(boolean isInteger, long bytes, int lastRead) {}

    /** Who uses a value, as it is found out. */
    private static final class Draft {
        private boolean writtenAsIntegers;
        private int integerBits = DataType.FLOAT.bits();
        private int lastIntegerRead = NEVER;
        private int lastFloatRead = NEVER;
        private boolean hasFloats;
        private boolean hasIntegers;
    }

    StoredForms(CostQuery query, int batch) {
        this.query = query;
        this.graph = query.graph();
        this.batch = batch;
        for (Kernel kernel : query.kernels()) {
            kernel.nodes()
                    .forEach(node ->
                            bitsOfNode.put(node, kernel.key().precision().activationBits()));
        }
        for (GraphValue input : graph.inputs()) {
            draft(input.name()).hasFloats = true;
        }
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            for (String read : new HashSet<>(ModelGraph.readsOf(node))) {
                read(read, bits(node), i);
            }
            node.outputs().forEach(output -> written(output, bits(node)));
        }
        for (GraphValue output : graph.outputs()) {
            Draft draft = draft(output.name());
            draft.hasFloats = true;
            draft.lastFloatRead = graph.nodes().size();
        }
    }

    private Draft draft(String value) {
        return drafts.computeIfAbsent(value, name -> new Draft());
    }

    private int bits(Node node) {
        return bitsOfNode.getOrDefault(node.name(), DataType.FLOAT.bits());
    }

    private void read(String value, int bits, int step) {
        Draft draft = draft(value);
        if (isInteger(value, bits)) {
            draft.hasIntegers = true;
            draft.lastIntegerRead = step;
            if (!draft.writtenAsIntegers) {
                draft.integerBits = Math.min(draft.integerBits, bits);
            }
        } else {
            draft.hasFloats = true;
            draft.lastFloatRead = step;
        }
    }

    private void written(String value, int bits) {
        Draft draft = draft(value);
        // The last kernel of a graph leaves its output in floating point.
        draft.writtenAsIntegers = isInteger(value, bits) && !graph.isOutput(value);
        draft.hasIntegers |= draft.writtenAsIntegers;
        draft.hasFloats |= !draft.writtenAsIntegers;
        if (draft.writtenAsIntegers) {
            draft.integerBits = bits;
        }
    }

    private boolean isInteger(String value, int bits) {
        return bits < DataType.FLOAT.bits()
                && query.shapes()
                        .type(value)
                        .map(type -> type.dataType() == DataType.FLOAT)
                        .orElse(false);
    }

    /** Whether a value is stored in both. */
    boolean areTwo(String value) {
        Draft draft = drafts.get(value);
        return draft != null && draft.hasFloats && draft.hasIntegers;
    }

    /** The form in which a value is written, or handed in. */
    Form first(String value) {
        Draft draft = drafts.get(value);
        if (draft == null) {
            return NOTHING;
        }
        return draft.writtenAsIntegers ? integers(value, draft) : floats(value, draft);
    }

    /** The form that a value is converted to. */
    Form second(String value) {
        Draft draft = drafts.get(value);
        if (draft == null) {
            return NOTHING;
        }
        return draft.writtenAsIntegers ? floats(value, draft) : integers(value, draft);
    }

    private Form integers(String value, Draft draft) {
        return new Form(true, (elements(value) * draft.integerBits + 7) / 8, draft.lastIntegerRead);
    }

    private Form floats(String value, Draft draft) {
        long bytes = query.shapes()
                .type(value)
                .map(type -> type.dataType().bytes(elements(type)))
                .orElse(0L);
        return new Form(false, bytes, draft.lastFloatRead);
    }

    private long elements(String value) {
        return query.shapes().type(value).map(this::elements).orElse(0L);
    }

    private long elements(TensorType type) {
        return type.shape().withSymbols(batch).elements();
    }
}
