package io.espalier.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.cost.testing.Queries;
import io.espalier.zoo.graph.Precision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostModelsTest {
    @TempDir
    private Path folder;

    /** A jar with a cost model of this name whose {@code estimate} is this statement. */
    private void plugin(String className, String metric, String statement) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve(className + ".java");
        Files.writeString(source, """
                import io.espalier.cost.*;
                public class %s implements CostModel {
                    public CostMetric metric() { return CostMetric.lowerIsBetter("%s", "mJ"); }
                    public CostEstimate estimate(CostQuery query) { %s }
                }
                """.formatted(className, metric, statement));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(status).isZero();
        Path jar = Files.createDirectories(folder.resolve("plugins")).resolve(className + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("META-INF/services/" + CostModel.class.getName()));
            out.write(className.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new JarEntry(className + ".class"));
            out.write(Files.readAllBytes(source.resolveSibling(className + ".class")));
        }
    }

    private List<CostModel> discovered() {
        return CostModels.discover(folder.resolve("plugins"));
    }

    private CostEstimate estimate() {
        return discovered().get(0).estimate(Queries.of(Queries.block(8).graph(), Precision.FP32));
    }

    @Test
    void findsTheCostModelOfAJar() throws IOException {
        plugin(
                "Energy",
                "energy",
                "return CostEstimate.exactly(metric(), query.graph().nodes().size(), Confidence.ANALYTIC);");
        assertThat(discovered())
                .singleElement()
                .satisfies(model -> assertThat(model.metric()).isEqualTo(CostMetric.lowerIsBetter("energy", "mJ")));
        assertThat(estimate().value())
                .isEqualTo(Queries.block(8).graph().nodes().size());
    }

    @Test
    void namesTheModelThatThrows() throws IOException {
        plugin("Energy", "energy", "throw new IllegalStateException(\"no meter\");");
        assertThatExceptionOfType(CostModelException.class)
                .isThrownBy(this::estimate)
                .withMessage("The cost model (energy) failed: java.lang.IllegalStateException: no meter")
                .satisfies(failure -> assertThat(failure.model()).isEqualTo("energy"));
    }

    @Test
    void namesTheModelThatAnswersNoCost() throws IOException {
        plugin("Energy", "energy", "return CostEstimate.exactly(metric(), Double.NaN, Confidence.ANALYTIC);");
        assertThatExceptionOfType(CostModelException.class)
                .isThrownBy(this::estimate)
                .withMessageStartingWith("The cost model (energy) failed: ")
                .withMessageContaining("The energy (NaN) must be finite, not negative");
    }

    @Test
    void namesTheModelThatAnswersNothing() throws IOException {
        plugin("Energy", "energy", "return null;");
        assertThatExceptionOfType(CostModelException.class)
                .isThrownBy(this::estimate)
                .withMessage("The cost model (energy) answered (null), which is no energy.");
    }

    @Test
    void refusesTwoOfOneName() throws IOException {
        plugin("Energy", "energy", "return null;");
        plugin("Power", "energy", "return null;");
        assertThatExceptionOfType(CostModelException.class)
                .isThrownBy(this::discovered)
                .withMessage("""
                        Two cost models are called (energy), one in Energy.jar and one in Power.jar.
                        Maybe the same jar lies there twice.""");
    }

    @Test
    void refusesAJarWhoseClassIsMissing() throws IOException {
        plugin("Energy", "energy", "return null;");
        Path jar = folder.resolve("plugins/Broken.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("META-INF/services/" + CostModel.class.getName()));
            out.write("Nowhere".getBytes(StandardCharsets.UTF_8));
        }
        assertThatExceptionOfType(CostModelException.class)
                .isThrownBy(this::discovered)
                .withMessageStartingWith("The plug-in Broken.jar cannot be loaded: ");
    }

    @Test
    void refusesAFolderThatIsNotThereOrEmpty() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(this::discovered).withMessageContaining("is not there");
        Files.createDirectories(folder.resolve("plugins"));
        assertThatIllegalArgumentException().isThrownBy(this::discovered).withMessageContaining("there is no jar");
    }
}
