package io.espalier.cost.analytic;

import io.espalier.cost.CostQuery;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;

/** Counts multiply-accumulates by the bits they multiply. */
final class BitOperations {
    private BitOperations() {}

    static long of(CostQuery query) {
        long operations = 0;
        for (Node node : query.graph().nodes()) {
            Precision precision = query.precision(node);
            long macs = Macs.of(query.graph(), node, query.shapes());
            operations += macs * precision.weightBits() * precision.activationBits();
        }
        return operations;
    }
}
