package io.espalier.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.espalier.training.TrainingEngine;
import io.espalier.training.testing.GradientContract;
import io.espalier.training.testing.TrainingEngineContract;
import org.junit.jupiter.api.Test;

class Nd4jTrainingEngineIT implements TrainingEngineContract, GradientContract {

    @Override
    public TrainingEngine engine() {
        return Guice.createInjector(Stage.PRODUCTION, binder -> {
                    binder.requireExplicitBindings();
                    binder.install(new Nd4jModule());
                })
                .getInstance(TrainingEngine.class);
    }

    @Test
    void theVersionNamesTheNativeBuild() {
        assertThat(engine().name()).isEqualTo("nd4j");
        assertThat(engine().version()).startsWith("1.0.0-M2.1");
    }
}
