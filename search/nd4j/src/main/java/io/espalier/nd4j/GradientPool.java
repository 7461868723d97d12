package io.espalier.nd4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lends gradient buffers while the backward pass is planned, so that memory is reused in the order of that pass. */
final class GradientPool {
    private final Arena arena;
    private final Map<Integer, Deque<GradientBuffer>> free = new HashMap<>();

    GradientPool(Arena arena) {
        this.arena = arena;
    }

    /** A buffer that nobody uses; its contents are left over. */
    GradientBuffer take(int elements) {
        Deque<GradientBuffer> waiting = free.computeIfAbsent(elements, key -> new ArrayDeque<>());
        return waiting.isEmpty() ? new GradientBuffer(arena.floats(elements)) : waiting.pop();
    }

    /** A buffer that may be overwritten while these are read, element by element: one of them, or a fresh one. */
    GradientBuffer takeOver(List<GradientBuffer> sources) {
        for (GradientBuffer source : sources) {
            if (source.uses() == 1) {
                return source;
            }
        }
        return take(sources.get(0).memory().elements());
    }

    /** Ends one use of each; those without any go back. */
    void release(List<GradientBuffer> buffers) {
        for (GradientBuffer buffer : buffers) {
            buffer.release();
            giveBack(buffer);
        }
    }

    /** Returns a buffer that nobody came to use. */
    void giveBack(GradientBuffer buffer) {
        Deque<GradientBuffer> waiting = free.computeIfAbsent(buffer.memory().elements(), key -> new ArrayDeque<>());
        if (buffer.uses() == 0 && !waiting.contains(buffer)) {
            waiting.push(buffer);
        }
    }
}
