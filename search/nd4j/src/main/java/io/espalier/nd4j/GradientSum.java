package io.espalier.nd4j;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums the parts of a gradient into one buffer, for layers that read it as one array. */
final class GradientSum {
    private static final int CHUNK = 1024;

    private final Workers workers;
    private List<GradientBuffer> sources = List.of();
    private @Nullable GradientBuffer target;

    GradientSum(Workers workers) {
        this.workers = workers;
    }

    /** Decides where the sum will lie: in the only part, or in one that may be overwritten. */
    GradientBuffer plan(GradientPool pool, List<GradientBuffer> parts) {
        sources = parts;
        GradientBuffer sum = parts.size() == 1 ? parts.get(0) : pool.takeOver(parts);
        target = sum;
        return sum;
    }

    /** Ends the use of the parts, and of the sum. */
    void release(GradientPool pool) {
        pool.release(sources);
        if (target != null) {
            pool.giveBack(target);
        }
    }

    void run() {
        if (sources.size() < 2 || target == null) {
            return;
        }
        FloatBuffer sum = target.memory().floats();
        int elements = sum.capacity();
        int chunks = (elements + CHUNK - 1) / CHUNK;
        workers.run(chunks, (scratch, from, to) -> {
            float[] total = scratch.floats(0, CHUNK);
            float[] part = scratch.floats(1, CHUNK);
            for (int chunk = from; chunk < to; chunk++) {
                int at = chunk * CHUNK;
                int length = Math.min(CHUNK, elements - at);
                load(sources, at, total, part, length);
                sum.put(at, total, 0, length);
            }
        });
    }

    /** Reads {@code length} numbers of the sum from place {@code at} on. */
    static void load(List<GradientBuffer> sources, int at, float[] total, float[] part, int length) {
        sources.get(0).memory().floats().get(at, total, 0, length);
        for (int i = 1; i < sources.size(); i++) {
            sources.get(i).memory().floats().get(at, part, 0, length);
            FusedLoops.add(total, part, length);
        }
    }
}
