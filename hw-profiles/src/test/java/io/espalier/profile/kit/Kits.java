package io.espalier.profile.kit;

import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.TimedForms;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.List;

/** Kits for tests. */
final class Kits {
    private Kits() {}

    static List<NetworkRequest> networks() {
        return List.of(network(3), network(4));
    }

    private static NetworkRequest network(long seed) {
        Model model = ExportForm.of(RandomNetworks.residual(seed));
        return new NetworkRequest("random" + seed, model.graph(), () -> model);
    }

    /** Two small networks and their kernels, in both precisions. */
    static KitPlan write(Path folder) {
        KitWriter writer = new KitWriter(folder, 1, 1, TimedForms.all());
        for (Precision precision : TimedForms.all().keySet()) {
            networks().forEach(network -> writer.addNetwork(network, precision));
        }
        for (Precision precision : TimedForms.all().keySet()) {
            networks().forEach(network -> writer.addKernels(network, precision));
        }
        return writer.finish();
    }
}
