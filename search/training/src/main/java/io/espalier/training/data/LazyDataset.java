package io.espalier.training.data;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A data set whose two sets are read when first asked for. */
final class LazyDataset implements Dataset {
    private final String name;
    private final List<String> classes;
    private final ImageShape shape;
    private final Supplier<ImageSet> train;
    private final Supplier<ImageSet> test;

    LazyDataset(
            String name, List<String> classes, ImageShape shape, Supplier<ImageSet> train, Supplier<ImageSet> test) {
        this.name = name;
        this.classes = List.copyOf(classes);
        this.shape = shape;
        this.train = new Once(train);
        this.test = new Once(test);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public ImageSet train() {
        return train.get();
    }

    @Override
    public ImageSet test() {
        return test.get();
    }

    private static final class Once implements Supplier<ImageSet> {
        private final Supplier<ImageSet> reader;
        private @Nullable ImageSet images;

        Once(Supplier<ImageSet> reader) {
            this.reader = reader;
        }

        @Override
        public synchronized ImageSet get() {
            ImageSet known = images;
            if (known == null) {
                known = reader.get();
                images = known;
            }
            return known;
        }
    }
}
