package io.espalier.zoo.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.testing.ChannelNetworks;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX's own checker accepts what was cut; it comes with Python's onnx (Debian's python3-onnx), without which this is skipped. */
class OnnxCheckerIT {
    /** Files of an operator set that this version of the checker does not know are told and left out. */
    private static final String CHECK = """
            import onnx, sys
            for name in sys.argv[1:]:
                model = onnx.load(name)
                opset = max(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx"))
                known = opset <= onnx.defs.onnx_opset_version()
                if known:
                    onnx.checker.check_model(model, full_check=True)
                print("checked" if known else "unknown", name)
            """;

    @TempDir
    private Path folder;

    @Test
    void theCheckerAcceptsCutModels() throws IOException, InterruptedException {
        Optional<String> python = pythonWithOnnx();
        assumeTrue(python.isPresent(), "there is no python3 with the package onnx");
        List<String> command = new ArrayList<>(List.of(python.orElseThrow(), "-c", CHECK));
        for (Path file : SharedFiles.models()) {
            command.add(cut(OnnxReader.read(file), file.getFileName().toString(), 1));
        }
        for (ChannelNetworks.Family family : ChannelNetworks.Family.values()) {
            for (long seed = 0; seed < 3; seed++) {
                command.add(cut(ChannelNetworks.of(family, seed), "%s-%d.onnx".formatted(family, seed), seed));
            }
        }

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines()).filteredOn(line -> line.startsWith("checked")).hasSizeGreaterThan(40);
    }

    private String cut(Model model, String name, long seed) {
        ChannelGroups groups = ChannelGroups.of(model.graph());
        Path file = folder.resolve(name);
        OnnxWriter.write(Pruner.of(groups).model(model.weights(), PruningPlans.random(groups, seed)), file);
        return file.toString();
    }

    private static Optional<String> pythonWithOnnx() {
        return Stream.of("python3", "/usr/bin/python3")
                .filter(OnnxCheckerIT::hasOnnx)
                .findFirst();
    }

    private static boolean hasOnnx(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import onnx")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
