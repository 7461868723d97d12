package io.espalier.training.data;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Generated images; see {@link ShapesDataset}. */
final class ShapeImages implements ImageSet {
    private static final ImageShape SHAPE = new ImageShape(3, ShapePainter.SIZE, ShapePainter.SIZE);
    private static final ShapeKind[] KINDS = ShapeKind.values();

    private final long seed;
    private final int stream;
    private final byte[] labels;
    private final AtomicReferenceArray<byte @Nullable []> painted;

    /** @param stream tells sets of the same seed apart */
    ShapeImages(long seed, int stream, int size) {
        this.seed = seed;
        this.stream = stream;
        this.labels = new byte[size];
        this.painted = new AtomicReferenceArray<>(size);
        int[] order =
                Permutation.first(size, size, SplitMix.of(seed, stream, -2).next());
        for (int i = 0; i < size; i++) {
            labels[i] = (byte) (order[i] % KINDS.length);
        }
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public ImageShape shape() {
        return SHAPE;
    }

    @Override
    public int classes() {
        return KINDS.length;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void pixels(int index, float[] target) {
        byte[] bytes = painted.get(index);
        if (bytes == null) {
            bytes = new ShapePainter(SplitMix.of(seed, stream, index)).paint(KINDS[labels[index]]);
            painted.set(index, bytes);
        }
        ByteImages.widen(bytes, 0, target, bytes.length);
    }
}
