package io.espalier.training;

import io.espalier.training.data.ImageShape;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.weights.Tensor;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A teacher that is asked once for each view of each image. Logits are computed when first wanted, a batch at a time, and
 * kept: {@code 4 · views · classes} bytes for each image that was seen.
 */
public final class CachedTeacher implements TeacherLogits {
    /**
     * Batches are filled up to a multiple of this. A runtime may sum in another order for a very small batch; so the
     * logits of a view do not depend on how many others were missing.
     */
    private static final int BATCH_STEP = 16;

    private final AugmentedImages images;
    private final int classes;
    private final Teacher teacher;
    private final float[] @Nullable [] known;
    private final BitSet seen = new BitSet();

    /** Computes logits. */
    @FunctionalInterface
    public interface Teacher {
        /** One row of logits an image. @param batch {@code [n, channels, height, width]} */
        Tensor logits(Tensor batch);
    }

    /** @param images in the views that the student sees */
    public CachedTeacher(AugmentedImages images, int classes, Teacher teacher) {
        if (classes < 1) {
            throw new IllegalArgumentException("The number of classes (%d) must be 1 or more.".formatted(classes));
        }
        this.images = images;
        this.classes = classes;
        this.teacher = teacher;
        known = new float[images.images().size()][];
    }

    /** A teacher that runs in a session with one input and one output. The session must stay open. */
    public static CachedTeacher of(InferenceSession session, AugmentedImages images) {
        String input = session.inputs().get(0).name();
        String output = session.outputs().get(0).name();
        int classes = images.images().classes();
        return new CachedTeacher(images, classes, batch -> {
            Tensor logits = session.run(Map.of(input, batch)).get(output);
            if (logits == null) {
                throw new IllegalStateException(
                        "The teacher's session did not give its output (%s).".formatted(output));
            }
            return logits;
        });
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public synchronized void logits(int[] indices, int[] views, float[] target) {
        int[] missingImages = new int[indices.length];
        int[] missingViews = new int[indices.length];
        int missing = 0;
        BitSet asked = new BitSet();
        for (int i = 0; i < indices.length; i++) {
            int key = key(indices[i], views[i]);
            if (!seen.get(key) && !asked.get(key)) {
                asked.set(key);
                missingImages[missing] = indices[i];
                missingViews[missing] = views[i];
                missing++;
            }
        }
        if (missing > 0) {
            learn(missingImages, missingViews, missing);
        }
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(rows(indices[i]), views[i] * classes, target, i * classes, classes);
        }
    }

    /** The logits of all views of an image. */
    private float[] rows(int image) {
        float[] rows = known[image];
        if (rows == null) {
            rows = new float[images.views() * classes];
            known[image] = rows;
        }
        return rows;
    }

    private int key(int image, int view) {
        return Math.addExact(Math.multiplyExact(image, images.views()), view);
    }

    private void learn(int[] indices, int[] views, int count) {
        ImageShape shape = images.images().shape();
        int padded = (count + BATCH_STEP - 1) / BATCH_STEP * BATCH_STEP;
        float[] pixels = new float[Math.multiplyExact(padded, shape.elements())];
        images.write(indices, views, count, pixels);
        Tensor batch = Tensor.ofFloats(Longs.of(padded, shape.channels(), shape.height(), shape.width()), pixels);
        float[] logits = teacher.logits(batch).floats();
        if (logits.length != padded * classes) {
            throw new IllegalArgumentException("The teacher gave %d logits for %d images of %d classes."
                    .formatted(logits.length, padded, classes));
        }
        for (int i = 0; i < count; i++) {
            System.arraycopy(logits, i * classes, rows(indices[i]), views[i] * classes, classes);
            seen.set(key(indices[i], views[i]));
        }
    }
}
