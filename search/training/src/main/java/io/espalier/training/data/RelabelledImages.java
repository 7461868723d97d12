package io.espalier.training.data;

import java.util.HashSet;
import java.util.List;

/** The images of another set under other class numbers. */
final class RelabelledImages extends DerivedImages {
    private final int[] newLabels;

    private RelabelledImages(ImageSet images, int[] newLabels) {
        super(images);
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
    public int label(int index) {
        return newLabels[super.label(index)];
    }
}
