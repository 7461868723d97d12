package io.espalier.training.data;

import io.espalier.training.data.FolderReader.ImageFile;
import io.espalier.zoo.model.Resize;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Images of a folder, decoded when first asked for and then kept, up to an eighth of the memory of this process. */
final class FolderImages implements ImageSet {
    private static final long MAX_BYTES_HELD = Runtime.getRuntime().maxMemory() / 8;

    private final List<ImageFile> files;
    private final ImageShape shape;
    private final int classes;
    private final @Nullable Resize resize;
    private final AtomicLong bytesHeld = new AtomicLong();
    private final AtomicReferenceArray<byte @Nullable []> decoded;

    FolderImages(List<ImageFile> files, ImageShape shape, int classes, @Nullable Resize resize) {
        this.files = List.copyOf(files);
        this.shape = shape;
        this.classes = classes;
        this.resize = resize;
        this.decoded = new AtomicReferenceArray<>(files.size());
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return files.get(index).label();
    }

    @Override
    public void pixels(int index, float[] target) {
        byte[] bytes = decoded.get(index);
        if (bytes == null) {
            bytes = decode(files.get(index));
            if (bytesHeld.addAndGet(bytes.length) <= MAX_BYTES_HELD) {
                decoded.set(index, bytes);
            } else {
                bytesHeld.addAndGet(-bytes.length);
            }
        }
        ByteImages.widen(bytes, 0, target, bytes.length);
    }

    private byte[] decode(ImageFile file) {
        DecodedImage image = ImageDecoder.decode(file.path(), shape.channels());
        DecodedImage fitting = resize == null ? image : AntialiasResize.apply(image, resize);
        if (!fitting.shape().equals(shape)) {
            throw new InvalidDataException("""
                    The image %s is %s, but %s is wanted.
                    Maybe it has changed since the search began.""".formatted(file.path(), fitting.shape(), shape));
        }
        return fitting.pixels();
    }
}
