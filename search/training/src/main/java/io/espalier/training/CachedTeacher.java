package io.espalier.training;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A teacher that is asked once for each view of each example. What it says is computed when first wanted, and kept while
 * there is room.
 */
public final class CachedTeacher implements Teacher {
    /**
     * Batches are filled up to a multiple of this. A runtime may sum in another order for a very small batch; so what is
     * said of a view does not depend on how many others were missing.
     */
    private static final int BATCH_STEP = 16;

    private static final long MOST_BYTES = 512L << 20;
    private static final long BYTES_OF_AN_ENTRY = 100;

    private final Teacher teacher;
    private final long mostBytes;
    private final Map<Long, float[]> known = new HashMap<>();
    /** The shape of one example of each output, in the order in which they lie in a row. */
    private final Map<String, Longs> shapes = new TreeMap<>();

    private long bytes;

    /** @param teacher is asked for batches of any size */
    public CachedTeacher(Teacher teacher) {
        this(teacher, MOST_BYTES);
    }

    /** @param mostBytes room for what is kept */
    CachedTeacher(Teacher teacher, long mostBytes) {
        this.teacher = teacher;
        this.mostBytes = mostBytes;
    }

    /**
     * A teacher that runs in a session, which must stay open and read inputs of the student's names.
     *
     * @param outputs of the teacher that are wanted
     */
    public static CachedTeacher of(InferenceSession session, Set<String> outputs) {
        return new CachedTeacher(batch -> session.run(batch.inputs(), outputs));
    }

    @Override
    public synchronized Map<String, Tensor> outputs(TrainingBatch batch) {
        Map<Long, float[]> said = new HashMap<>();
        Map<Long, Integer> missing = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            long key = key(batch, i);
            float[] row = known.get(key);
            if (row == null) {
                missing.putIfAbsent(key, i);
            } else {
                said.put(key, row);
            }
        }
        if (!missing.isEmpty()) {
            ask(batch, missing, said);
        }
        return together(batch, said);
    }

    private static long key(TrainingBatch batch, int place) {
        return (batch.examples().at(place) << Integer.SIZE) + batch.views().at(place);
    }

    /** @param missing by key the place in the batch */
    private void ask(TrainingBatch batch, Map<Long, Integer> missing, Map<Long, float[]> said) {
        int padded = (missing.size() + BATCH_STEP - 1) / BATCH_STEP * BATCH_STEP;
        List<Integer> places = new ArrayList<>(missing.values());
        while (places.size() < padded) {
            places.add(places.get(0));
        }
        Map<String, Tensor> answers = teacher.outputs(batch.rows(places));
        answers.forEach((output, tensor) ->
                shapes.put(output, Longs.of(tensor.shape().stream().skip(1).toArray())));
        Map<String, float[]> numbers = new LinkedHashMap<>();
        shapes.keySet().forEach(output -> numbers.put(output, answer(answers, output, padded)));
        int at = 0;
        for (long key : missing.keySet()) {
            float[] row = row(numbers, at++);
            said.put(key, row);
            long size = Float.BYTES * (long) row.length + BYTES_OF_AN_ENTRY;
            if (bytes + size <= mostBytes) {
                known.put(key, row);
                bytes += size;
            }
        }
    }

    private float[] answer(Map<String, Tensor> answers, String output, int examples) {
        Tensor tensor = answers.get(output);
        if (tensor == null || tensor.shape().at(0) != examples) {
            throw new IllegalArgumentException("The teacher's output (%s) for %d examples is %s."
                    .formatted(output, examples, tensor == null ? "missing" : tensor.shape()));
        }
        return tensor.floats();
    }

    private float[] row(Map<String, float[]> numbers, int example) {
        int length = shapes.values().stream()
                .mapToInt(shape -> Math.toIntExact(shape.product()))
                .sum();
        float[] row = new float[length];
        int at = 0;
        for (Map.Entry<String, Longs> output : shapes.entrySet()) {
            int elements = Math.toIntExact(output.getValue().product());
            System.arraycopy(known(numbers, output.getKey()), example * elements, row, at, elements);
            at += elements;
        }
        return row;
    }

    private static <K> float[] known(Map<K, float[]> rows, K key) {
        float[] row = rows.get(key);
        if (row == null) {
            throw new IllegalStateException("The teacher said nothing of %s.".formatted(key));
        }
        return row;
    }

    private Map<String, Tensor> together(TrainingBatch batch, Map<Long, float[]> said) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        int at = 0;
        for (Map.Entry<String, Longs> output : shapes.entrySet()) {
            int elements = Math.toIntExact(output.getValue().product());
            float[] numbers = new float[Math.multiplyExact(elements, batch.size())];
            for (int i = 0; i < batch.size(); i++) {
                System.arraycopy(known(said, key(batch, i)), at, numbers, i * elements, elements);
            }
            at += elements;
            long[] shape = new long[output.getValue().size() + 1];
            shape[0] = batch.size();
            System.arraycopy(output.getValue().toArray(), 0, shape, 1, shape.length - 1);
            outputs.put(output.getKey(), Tensor.ofFloats(Longs.of(shape), numbers));
        }
        return outputs;
    }
}
