package io.espalier.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingEngineProvider;
import io.espalier.training.testing.GradientContract;
import io.espalier.training.testing.TrainingEngineContract;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class PyTorchTrainingEngineIT implements TrainingEngineContract, GradientContract {

    @Override
    public TrainingEngine engine() {
        return ServiceLoader.load(TrainingEngineProvider.class)
                .findFirst()
                .orElseThrow()
                .engine();
    }

    @Test
    void theVersionIsThatOfPyTorch() {
        assertThat(engine().name()).isEqualTo("pytorch");
        assertThat(engine().version()).startsWith("2.7");
    }
}
