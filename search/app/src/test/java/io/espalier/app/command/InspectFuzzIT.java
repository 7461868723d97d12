package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.espalier.app.fuzz.FaultyFiles;
import io.espalier.app.fuzz.FuzzResult;
import io.espalier.app.inspect.Inspection;
import io.espalier.zoo.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A few hundred of the faulty files of {@code benchmarks/fuzz}; the property {@code tests.fuzz} says how many. */
class InspectFuzzIT {
    private static final int FILES = Integer.getInteger("tests.fuzz", 500);

    @TempDir
    Path folder;

    @Test
    void theModelsThatFaultsArePutIntoAreSound() {
        for (byte[] sound : FaultyFiles.of(List.of()).sound()) {
            assertThatCode(() -> Inspection.of(OnnxReader.parse(sound).graph(), Optional.empty()))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void faultyFilesAreReadOrRefusedInWordsOfOurOwn(TestReporter reporter) throws IOException, InterruptedException {
        FuzzResult result = InspectFuzz.fuzz(FaultyFiles.of(List.of()), folder).run(0, FILES);

        reporter.publishEntry(result.toString());
        assertThat(result.faults()).as(result.toString()).isEmpty();
        assertThat(result.outcomes()).containsKeys("read", "InvalidModelException", "UnsupportedFeatureException");
    }
}
