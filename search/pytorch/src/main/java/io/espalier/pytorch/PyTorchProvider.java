package io.espalier.pytorch;

import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingEngineProvider;

/** The training engine on PyTorch; the only public type of this package. */
public final class PyTorchProvider implements TrainingEngineProvider {
    @Override
    public String name() {
        return PyTorchTrainingEngine.NAME;
    }

    @Override
    public TrainingEngine engine() {
        return new PyTorchTrainingEngine();
    }
}
