package io.espalier.training.data;

import java.util.HashSet;
import java.util.List;

/** The images of another set under other class numbers. */
final class RelabelledImages implements ImageSet {
    private final ImageSet images;
    private final int[] newLabels;

    private RelabelledImages(ImageSet images, int[] newLabels) {
        this.images = images;
        this.newLabels = newLabels;
    }

    static Dataset inOrder(Dataset dataset, List<String> names) {
        List<String> classes = dataset.classes();
        boolean sameNames = names.size() == classes.size()
                && new HashSet<>(names).size() == names.size()
                && new HashSet<>(names).equals(new HashSet<>(classes));
        if (!sameNames || names.equals(classes)) {
            return dataset;
        }
        int[] newLabels = classes.stream().mapToInt(names::indexOf).toArray();
        return new LazyDataset(
                dataset.name(),
                names,
                dataset.shape(),
                () -> new RelabelledImages(dataset.train(), newLabels),
                () -> new RelabelledImages(dataset.test(), newLabels));
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public ImageShape shape() {
        return images.shape();
    }

    @Override
    public int classes() {
        return images.classes();
    }

    @Override
    public int label(int index) {
        return newLabels[images.label(index)];
    }

    @Override
    public void pixels(int index, float[] target) {
        images.pixels(index, target);
    }
}
