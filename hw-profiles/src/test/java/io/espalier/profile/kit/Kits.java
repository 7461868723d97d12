package io.espalier.profile.kit;

import io.espalier.profile.measure.NetworkRequest;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.transform.Calibration;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Kits for tests. */
final class Kits {
    private Kits() {}

    static Map<Precision, UnaryOperator<Model>> forms() {
        Map<Precision, UnaryOperator<Model>> forms = new LinkedHashMap<>();
        forms.put(Precision.FP32, UnaryOperator.identity());
        forms.put(
                Precision.INT8,
                model -> QdqQuantizer.quantize(model, node -> Precision.INT8, Calibration.assumed(model.graph())));
        return forms;
    }

    static List<NetworkRequest> networks() {
        return List.of(network(3), network(4));
    }

    private static NetworkRequest network(long seed) {
        Model model = ExportForm.of(RandomNetworks.residual(seed));
        return new NetworkRequest("random" + seed, model.graph(), () -> model);
    }

    /** Two small networks and their kernels, in both precisions. */
    static KitPlan write(Path folder) {
        KitWriter writer = new KitWriter(folder, 1, 1, forms());
        for (Precision precision : forms().keySet()) {
            networks().forEach(network -> writer.addNetwork(network, precision));
        }
        for (Precision precision : forms().keySet()) {
            networks().forEach(network -> writer.addKernels(network, precision));
        }
        return writer.finish();
    }
}
