package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.json.ProfileFile;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileMeasurementIT {
    private final Model model = ExportForm.of(RandomNetworks.residual(3));
    private final NetworkRequest request = new NetworkRequest("small", model.graph(), () -> model);

    @Test
    void measuresARealNetworkInBothPrecisions(@TempDir Path folder) {
        ProfileMeasurement measurement =
                new ProfileMeasurement(OnnxRuntime.open(), TimedForms.all(), System::nanoTime, InstantSource.system());
        HardwareProfile profile = measurement.measure(
                measurement.start(Optional.empty(), 1, 1),
                List.of(request),
                Duration.ofMinutes(1),
                MeasurementListener.NONE);
        for (Precision precision : TimedForms.all().keySet()) {
            assertThat(Kernels.of(model.graph(), precision))
                    .allSatisfy(
                            kernel -> assertThat(profile.kernel(kernel.key())).isPresent());
        }
        assertThat(profile.networks()).hasSize(2);
        Path file = folder.resolve("here.json");
        ProfileFile.write(profile, file);
        assertThat(ProfileFile.text(ProfileFile.read(file))).isEqualTo(ProfileFile.text(profile));
    }

    @Test
    void timesWholeModelsSideBySide() {
        Model quantized = TimedForms.of(model, Precision.INT8);
        List<LatencySubject> subjects = List.of(
                LatencySubject.of("fp32", Precision.FP32, model), LatencySubject.of("int8", Precision.INT8, quantized));
        assertThat(LatencyProtocol.standard(Duration.ofSeconds(2), 1)
                        .measure(subjects, OnnxRuntime.open(), 1, 1, System::nanoTime, MeasurementListener.NONE))
                .containsOnlyKeys("fp32", "int8")
                .allSatisfy((id, latency) -> assertThat(latency.p10Us()).isPositive());
    }
}
