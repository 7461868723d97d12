package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** Makes jars of cost models. */
final class Plugins {
    private Plugins() {}

    /**
     * A folder with one jar, whose cost {@code own-cost} is {@code value}.
     *
     * @param value a Java expression of {@code query}, or a statement that begins with {@code throw}
     */
    static Path folder(Path parent, String value) {
        String body = value.startsWith("throw")
                ? value + ";"
                : "double value = " + value + ";"
                        + " return new CostEstimate(metric(), value, value, value, Confidence.ANALYTIC);";
        String source = """
                import io.espalier.cost.*;
                public final class OwnCost implements CostModel {
                    public CostMetric metric() { return CostMetric.lowerIsBetter("own-cost", "units"); }
                    public CostEstimate estimate(CostQuery query) { %s }
                }
                """.formatted(body);
        try {
            Path folder = Files.createTempDirectory(parent, "plugins");
            Path file = Files.writeString(
                    Files.createTempDirectory(parent, "source").resolve("OwnCost.java"), source);
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-cp", System.getProperty("java.class.path"), file.toString());
            assertThat(status).isZero();
            try (OutputStream out = Files.newOutputStream(folder.resolve("own-cost.jar"));
                    JarOutputStream jar = new JarOutputStream(out)) {
                jar.putNextEntry(new JarEntry("OwnCost.class"));
                jar.write(Files.readAllBytes(file.resolveSibling("OwnCost.class")));
                jar.putNextEntry(new JarEntry("META-INF/services/io.espalier.cost.CostModel"));
                jar.write("OwnCost\n".getBytes(StandardCharsets.UTF_8));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
