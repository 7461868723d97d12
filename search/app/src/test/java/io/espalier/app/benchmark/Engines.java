package io.espalier.app.benchmark;

import io.espalier.app.search.Espalier;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingEngineProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The training engines that are built in. */
final class Engines {
    private Engines() {}

    /** The default one first. */
    static List<TrainingEngine> all() {
        List<TrainingEngine> engines = new ArrayList<>(List.of(Espalier.create().trainingEngine()));
        ServiceLoader.load(TrainingEngineProvider.class).forEach(provider -> engines.add(provider.engine()));
        return engines;
    }
}
