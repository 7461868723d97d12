package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.transform.Calibration;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** The command line in a folder of its own: nothing of the user's is read or written. */
final class Shell {
    private final Path folder;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    Shell(Path folder) {
        this.folder = folder;
    }

    Surroundings surroundings() {
        return new Surroundings(
                new PrintWriter(out),
                new PrintWriter(err),
                Map.of("ESPALIER_HOME", folder.resolve("home").toString()),
                folder,
                folder,
                InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z")));
    }

    /** Runs a command and returns its exit status; what earlier ones said is forgotten. */
    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Main.run(surroundings(), arguments);
    }

    /** Writes a profile of this machine with the kernels of {@code model}. */
    void measureProfile(String model, String out) {
        int status = run("profile", "measure", "--id", "here", "--model", model, "--out", out, "--time-limit", "10s");
        assertThat(status).as(err()).isZero();
    }

    /** Starts a command in a process of its own; what it says on either stream comes from its output. */
    Process start(List<String> before, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                "io.espalier.app.command.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder process =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        process.environment().put("ESPALIER_HOME", file("home").toString());
        try {
            return process.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** A ResNet of two blocks for 8×8 colour images, with seeded weights. */
    static Model tinyModel(int classes) {
        List<ResNet.Stage> stages = List.of(new ResNet.Stage(8, 1), new ResNet.Stage(16, 1));
        return new ResNet("tiny", 3, 8, 8, stages, classes).initialized(7);
    }

    /** Writes {@link #tinyModel} as {@code name} with a card for {@link #images} beside it. */
    Path model(String name, int classes) {
        Path file = file(name);
        OnnxWriter.write(tinyModel(classes), file);
        text(name.replace(".onnx", ".json"), """
                {"dataset": "folder", "input": {"name": "input", "shape": ["N", 3, 8, 8], "mean": [0.5], "std": [0.25]}}
                """);
        return file;
    }

    /** Writes {@link #tinyModel} in 8 bits as {@code name}. */
    void quantized(String name) {
        Model exported = ExportForm.of(tinyModel(3));
        OnnxWriter.write(
                QdqQuantizer.quantize(exported, node -> Precision.INT8, Calibration.assumed(exported.graph())),
                file(name));
    }

    Path text(String name, String content) {
        try {
            Files.createDirectories(file(name).getParent());
            return Files.writeString(file(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code train/} and {@code test/} with {@code perClass} random square images of each class. */
    Path images(String name, int classes, int perClass, int size) {
        SplittableRandom random = new SplittableRandom(3);
        try {
            for (String split : List.of("train", "test")) {
                for (int label = 0; label < classes; label++) {
                    Path place =
                            Files.createDirectories(file(name).resolve(split).resolve("class" + label));
                    for (int i = 0; i < perClass; i++) {
                        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
                        for (int pixel = 0; pixel < size * size; pixel++) {
                            image.setRGB(pixel % size, pixel / size, random.nextInt(1 << 24));
                        }
                        ImageIO.write(image, "png", place.resolve(i + ".png").toFile());
                    }
                }
            }
            return file(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
