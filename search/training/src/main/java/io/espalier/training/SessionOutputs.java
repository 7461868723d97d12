package io.espalier.training;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The outputs of an open session for any number of examples. A model whose batch is fixed is run as often as needed, the
 * last time with zeros behind the real examples.
 */
public final class SessionOutputs {
    private final InferenceSession session;
    private final Set<String> wanted;
    private final OptionalInt fixedBatch;

    /** @param wanted names of outputs */
    public SessionOutputs(InferenceSession session, Set<String> wanted) {
        this.session = session;
        this.wanted = Set.copyOf(wanted);
        this.fixedBatch = fixedBatch(session.inputs());
    }

    /** The batch that a model of these inputs is made for; empty when it is free. */
    public static OptionalInt fixedBatch(List<GraphValue> inputs) {
        for (GraphValue input : inputs) {
            Dim batch = input.type().shape().rank() == 0
                    ? Dim.symbol("N")
                    : input.type().shape().dim(0);
            if (batch.isKnown()) {
                return OptionalInt.of(Math.toIntExact(batch.size()));
            }
        }
        return OptionalInt.empty();
    }

    /** @param inputs one row an example, equally many of each */
    public Map<String, Tensor> of(Map<String, Tensor> inputs) {
        int count = inputs.values().iterator().next().shape().intAt(0);
        int size = fixedBatch.orElse(count);
        if (size == count) {
            return session.run(inputs, wanted);
        }
        Map<String, List<Tensor>> parts = new LinkedHashMap<>();
        for (int from = 0; from < count; from += size) {
            int real = Math.min(size, count - from);
            Map<String, Tensor> some = new LinkedHashMap<>();
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                some.put(input.getKey(), rows(input.getValue(), from, real, size));
            }
            session.run(some, wanted)
                    .forEach((name, tensor) -> parts.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(rows(tensor, 0, real, real)));
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        parts.forEach((name, tensors) -> outputs.put(name, joined(tensors, count)));
        return outputs;
    }

    /** {@code count} rows, then zeros up to {@code padded} rows. */
    private static Tensor rows(Tensor all, int from, int count, int padded) {
        ByteBuffer bytes = all.bytes();
        int length = bytes.remaining() / Math.max(1, all.shape().intAt(0));
        ByteBuffer some = ByteBuffer.allocate(Math.multiplyExact(length, padded));
        some.put(bytes.slice(from * length, count * length)).rewind();
        return Tensor.of(all.dataType(), all.shape().with(0, padded), some);
    }

    private static Tensor joined(List<Tensor> parts, int count) {
        Tensor first = parts.get(0);
        int size = parts.stream().mapToInt(part -> part.bytes().remaining()).sum();
        ByteBuffer bytes = ByteBuffer.allocate(size);
        parts.forEach(part -> bytes.put(part.bytes()));
        Longs shape = first.shape().with(0, count);
        return Tensor.of(first.dataType(), shape, bytes.flip());
    }
}
