package io.espalier.training.data;

import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/** Examples in order, in their first view, a batch at a time; the last batch may be smaller. Thread-safe. */
public final class Batches implements Iterable<Batch> {
    private final Examples examples;
    private final int batchSize;
    private final List<Batch> held;

    private Batches(Examples examples, int batchSize, List<Batch> held) {
        this.examples = examples;
        this.batchSize = batchSize;
        this.held = held;
    }

    /** Batches that are made anew whenever they are iterated. */
    public static Batches of(Examples examples, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("The batch size (%d) must be at least 1.".formatted(batchSize));
        }
        return new Batches(examples, batchSize, List.of());
    }

    /** The same batches made once and kept: 4 bytes for each number of each example. */
    public Batches held() {
        List<Batch> all = new ArrayList<>();
        forEach(all::add);
        return new Batches(examples, batchSize, List.copyOf(all));
    }

    /** What the batches are made of. */
    public Examples examples() {
        return examples;
    }

    public int batchSize() {
        return batchSize;
    }

    @Override
    public Iterator<Batch> iterator() {
        return held.isEmpty() ? new Maker() : held.iterator();
    }

    /** What a network is fed, batch by batch. */
    public Iterable<Map<String, Tensor>> feeds() {
        return () -> {
            Iterator<Batch> batches = iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return batches.hasNext();
                }

                @Override
                public Map<String, Tensor> next() {
                    return batches.next().inputs();
                }
            };
        };
    }

    private final class Maker implements Iterator<Batch> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < examples.size();
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int from = next;
            next = Math.min(examples.size(), from + batchSize);
            return examples.batch(IntStream.range(from, next).toArray(), new int[next - from]);
        }
    }
}
