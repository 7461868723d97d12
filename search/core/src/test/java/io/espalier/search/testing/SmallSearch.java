package io.espalier.search.testing;

import com.google.inject.Guice;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.measure.EnergyMeter;
import io.espalier.profile.measure.ProfileMeasurement;
import io.espalier.search.PruningSearch;
import io.espalier.search.SearchListener;
import io.espalier.search.SearchPorts;
import io.espalier.search.SearchRequest;
import io.espalier.search.evolve.EvolutionModule;
import io.espalier.search.method.SearchMethodFactory;
import io.espalier.training.TrainingEngine;
import io.espalier.training.data.DataSplits;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whole runs on a small network, with the real runtime, a pretended training and this machine's own profile. */
public final class SmallSearch {
    /** Three residual blocks of 16 channels with 32 inside. */
    public static final Model MODEL = model();

    public static final InferenceRuntime RUNTIME = OnnxRuntime.open();

    private static HardwareProfile measured = unmeasured();

    private final Path folder;
    private final HardwareProfile profile;

    /** @param folder of all runs; the first ever measures what the network is made of in it */
    public SmallSearch(Path folder) {
        this(folder, measured(folder));
    }

    private SmallSearch(Path folder, HardwareProfile profile) {
        this.folder = folder;
        this.profile = profile;
    }

    private static synchronized HardwareProfile measured(Path folder) {
        if (measured.networks().isEmpty()) {
            SmallSearch runs = new SmallSearch(folder, measured);
            SearchRequest request = runs.request("profiled", 4)
                    .extendProfile(extended -> measured = extended)
                    .build();
            runs.search().run(request, SearchListener.NONE);
        }
        return measured;
    }

    public static HardwareProfile unmeasured() {
        return new ProfileMeasurement(RUNTIME, Map.of(), System::nanoTime, Clock.systemUTC())
                .start(Optional.empty(), 1, 1);
    }

    public Path folder() {
        return folder;
    }

    public HardwareProfile profile() {
        return profile;
    }

    public PruningSearch search() {
        return search(new QuickEngine());
    }

    public PruningSearch search(TrainingEngine engine) {
        return search(engine, EnergyMeter.NONE);
    }

    public PruningSearch search(TrainingEngine engine, EnergyMeter meter) {
        return new PruningSearch(new SearchPorts(
                RUNTIME,
                engine,
                Guice.createInjector(new EvolutionModule()).getInstance(SearchMethodFactory.class),
                FileTrialStore::open,
                Clock.systemUTC(),
                System::nanoTime,
                meter));
    }

    public SearchRequest.Builder request(String out, int budget) {
        return request(out, budget, SyntheticImages.splits());
    }

    public SearchRequest.Builder request(String out, int budget, DataSplits splits) {
        return SearchRequest.builder("toy", MODEL, "hash", splits, folder.resolve(out))
                .budget(budget)
                .seed(3)
                .trainingThreads(2)
                .tuning(6, 3, 3, 5)
                .profiles(List.of(profile), true);
    }

    private static Model model() {
        NetworkBuilder net = new NetworkBuilder(5, 17);
        String value = net.relu(net.convolution("stem", net.input(3, 16, 16), 3, 16, 3, 1, 1));
        for (int i = 0; i < 3; i++) {
            String inner = net.relu(net.convolution("block%d.conv1".formatted(i), value, 16, 32, 3, 1, 1));
            value = net.relu(net.add(net.convolution("block%d.conv2".formatted(i), inner, 32, 16, 3, 1, 1), value));
        }
        return net.build(net.classifier(value, 16, 10));
    }
}
