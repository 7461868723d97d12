package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The cost model that the guide shows. */
final class GuidePlugin {
    private GuidePlugin() {}

    /** Packs it into {@code plugins} by the commands of the guide, beside a class path as the launcher leaves it. */
    static void pack(Shell shell) throws IOException, InterruptedException {
        Path source = Path.of("src/test/resources/guide/ActivationTraffic.java");
        Files.createDirectories(shell.file("guide"));
        Files.copy(source, shell.file("guide/ActivationTraffic.java"));
        shell.text("search/app/target/launcher/espalier.classpath", System.getProperty("java.class.path"));
        ProcessBuilder script = new ProcessBuilder(
                        "bash",
                        Path.of("src/test/resources/guide/pack-plugin.sh")
                                .toAbsolutePath()
                                .toString())
                .directory(shell.file("").toFile())
                .redirectErrorStream(true);
        String tools = Path.of(System.getProperty("java.home"), "bin").toString();
        script.environment().merge("PATH", tools, (path, jdk) -> jdk + File.pathSeparator + path);
        Process process = script.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
