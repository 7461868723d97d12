package io.espalier.app.profile;

import io.espalier.app.ModelFile;
import io.espalier.profile.kit.KitPlan;
import io.espalier.profile.kit.KitWriter;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.TimedForms;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.transform.QdqQuantizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes a kit that measures the kernels of search spaces on a device without Java.
 *
 * @param threads inside one inference
 * @param batch examples in one inference
 * @param kernels at most so many of each precision
 * @param networks whole networks of each model and precision, for calibration
 */
public record KitJob(int threads, int batch, List<Precision> precisions, int kernels, int networks) {
    public KitJob {
        precisions = List.copyOf(precisions);
        if (threads < 1 || batch < 1 || kernels < 1 || networks < 1) {
            throw new IllegalArgumentException(
                    "Threads (%d), batch (%d), kernels (%d) and networks (%d) of a kit must be 1 or more."
                            .formatted(threads, batch, kernels, networks));
        }
    }

    /** The networks of one model, and how they can run. */
    private record Space(List<NetworkRequest> candidates, List<NetworkRequest> sweeps, List<Precision> precisions) {
        static Space of(ModelFile model, List<Precision> asked, Consumer<String> notes) {
            SpaceNetworks networks = new SpaceNetworks(ProfiledModel.of(model));
            return new Space(networks.candidates(), networks.sweeps(), runnable(model, asked, notes));
        }

        boolean runsIn(Precision precision) {
            return precisions.contains(precision);
        }

        /** The model, its sweeps, then all others: in this order kernels are worth knowing. */
        Stream<NetworkRequest> all() {
            return Stream.of(candidates.subList(0, 1), sweeps, candidates).flatMap(List::stream);
        }
    }

    /**
     * Writes the kit of {@code models} into {@code folder}.
     *
     * @param notes hears what the user should know, a line each
     */
    public KitPlan write(Path folder, List<ModelFile> models, Consumer<String> notes) {
        KitWriter writer = new KitWriter(folder, threads, batch, TimedForms.all());
        List<Space> spaces =
                models.stream().map(model -> Space.of(model, precisions, notes)).toList();
        for (Precision precision : precisions) {
            spaces.stream()
                    .filter(space -> space.runsIn(precision))
                    .flatMap(space -> spread(space.candidates()).stream())
                    .forEach(network -> writer.addNetwork(network, precision));
        }
        for (Precision precision : precisions) {
            int most = writer.kernels() + kernels;
            spaces.stream()
                    .filter(space -> space.runsIn(precision))
                    .flatMap(Space::all)
                    .takeWhile(network -> writer.kernels() < most)
                    .forEach(network -> writer.addKernels(network, precision));
        }
        if (!writer.leftOut().isEmpty()) {
            notes.accept("%d kernels were left out, because the shape of a value that they read or write is not known."
                    .formatted(writer.leftOut().size()));
        }
        return writer.finish();
    }

    /** The precisions that the networks of a model can run in. */
    static List<Precision> runnable(ModelFile model, List<Precision> precisions, Consumer<String> notes) {
        List<Precision> runnable = new ArrayList<>(precisions);
        if (runnable.contains(Precision.INT8)) {
            QdqQuantizer.refusal(model.model().graph()).ifPresent(reason -> {
                runnable.remove(Precision.INT8);
                notes.accept("%s is left out in int8: %s"
                        .formatted(model.name(), reason.lines().findFirst().orElse("")));
            });
        }
        if (runnable.isEmpty()) {
            throw new IllegalArgumentException(
                    "The model (%s) can run in none of the precisions %s.\nMaybe --precision fp32."
                            .formatted(model.name(), precisions));
        }
        return runnable;
    }

    /** The first network, then others from all over the list. */
    private List<NetworkRequest> spread(List<NetworkRequest> space) {
        List<NetworkRequest> chosen = new ArrayList<>();
        int count = Math.min(networks, space.size());
        for (int i = 0; i < count; i++) {
            chosen.add(space.get((int) ((long) i * space.size() / count)));
        }
        return chosen;
    }
}
