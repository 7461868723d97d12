package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Segmentation and regression from arrays: trained, measured, cut and searched by the commands. */
class ArraysIT {
    @TempDir
    static Path folder;

    private static Shell shell;

    @BeforeAll
    static void learn() {
        shell = new Shell(folder);
        ArrayTasks.segmentation(folder.resolve("fresh-segmentation.onnx"), folder.resolve("segmentation"));
        ArrayTasks.regression(folder.resolve("fresh-regression.onnx"), folder.resolve("regression"));
        for (String task : List.of("segmentation", "regression")) {
            ok("finetune", task, "fresh-" + task, "--steps", "250", "--learning-rate", ".05", "--out", task + ".onnx");
            MadeUpProfiles.write(shell, folder.resolve(task + ".onnx"), "device-of-" + task, key -> 1);
        }
    }

    private static void ok(String command, String task, String model, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "--model", model + ".onnx", "--data", "arrays:" + task));
        arguments.addAll(List.of(more));
        int status = shell.run(arguments.toArray(String[]::new));
        assertThat(status).as(shell.err()).isZero();
    }

    private static JsonNode evaluated(String task, String model, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.add("--json");
        ok("evaluate", task, model, all.toArray(String[]::new));
        return JsonMapper.shared().readTree(shell.out());
    }

    @Test
    void aSegmentationIsMeasuredByMeanIntersectionOverUnion() {
        JsonNode fresh = evaluated("segmentation", "fresh-segmentation");
        JsonNode learnt = evaluated("segmentation", "segmentation");

        assertThat(learnt.path("metric").path("name").asString()).isEqualTo("miou");
        assertThat(learnt.path("accuracy").path("value").asDouble())
                .isGreaterThan(.7)
                .isGreaterThan(fresh.path("accuracy").path("value").asDouble());
        assertThat(learnt.path("accuracy").path("se").asDouble()).isBetween(1e-4, .05);
        assertThat(learnt.path("accuracy").path("correct").isNull()).isTrue();
        // Without a card one half of the test examples chooses.
        assertThat(learnt.path("accuracy").path("total").asInt()).isEqualTo(ArrayTasks.TEST / 2);
        double places = evaluated("segmentation", "segmentation", "--metric", "top1", "--split", "test")
                .path("accuracy")
                .path("value")
                .asDouble();
        assertThat(places).isGreaterThan(learnt.path("accuracy").path("value").asDouble());
    }

    @Test
    void aRegressionIsMeasuredByItsErrorAgainstAGuess() {
        JsonNode learnt = evaluated("regression", "regression");

        assertThat(learnt.path("metric").path("name").asString()).isEqualTo("mae");
        assertThat(learnt.path("metric").path("better").asString()).isEqualTo("lower");
        double accuracy = learnt.path("accuracy").path("value").asDouble();
        assertThat(accuracy).isBetween(.5, .99);
        assertThat(evaluated("regression", "fresh-regression")
                        .path("accuracy")
                        .path("value")
                        .asDouble())
                .isLessThan(accuracy);
        ok("evaluate", "regression", "regression");
        assertThat(shell.out())
                .contains(" examples, arrays test)")
                .containsPattern("mae +0\\.\\d+ ± .* \\(lower is better\\)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"segmentation", "regression"})
    void aCutIsRepairedByArrays(String task) {
        ok("prune", task, task, "--ratio", ".4", "--out", task + "-cut.onnx");
        ok(
                "prune",
                task,
                task,
                "--ratio",
                ".4",
                "--repair",
                "--importance",
                "taylor",
                "--out",
                task + "-repaired.onnx");

        double cut =
                evaluated(task, task + "-cut").path("accuracy").path("value").asDouble();
        double repaired = evaluated(task, task + "-repaired")
                .path("accuracy")
                .path("value")
                .asDouble();
        assertThat(repaired).isGreaterThan(cut);
    }

    @Test
    void aTeacherTeachesNumbersWithoutTargets() {
        for (String part : List.of("train", "test")) {
            for (String name : List.of("picture", "extra")) {
                copy("regression/" + part + "/" + name + ".npy", "unlabelled/" + part + "/" + name + ".npy");
            }
            copy("regression/test/level.npy", "unlabelled/test/level.npy");
            copy("regression/train/level.npy", "unlabelled/train/other.npy");
        }
        copy("regression/test/level.npy", "unlabelled/test/other.npy");
        ok("prune", "regression", "regression", "--ratio", ".5", "--out", "student.onnx");
        double before = evaluated("regression", "student")
                .path("accuracy")
                .path("value")
                .asDouble();
        ok(
                "finetune",
                "unlabelled",
                "student",
                "--teacher",
                "regression.onnx",
                "--teacher-weight",
                "1",
                "--loss",
                "mse:level=other",
                "--metric",
                "mae:level=other",
                "--steps",
                "120",
                "--out",
                "taught.onnx");

        assertThat(evaluated("regression", "taught")
                        .path("accuracy")
                        .path("value")
                        .asDouble())
                .isGreaterThan(before)
                .isGreaterThan(.4);
    }

    private static void copy(String from, String to) {
        try {
            java.nio.file.Files.createDirectories(folder.resolve(to).getParent());
            java.nio.file.Files.copy(
                    folder.resolve(from), folder.resolve(to), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"segmentation, miou", "regression, mae"})
    void aSearchEndsWithAFrontOfModelsThatRun(String task, String metric) {
        ok(
                "search",
                task,
                task,
                "--profile",
                "device-of-" + task + ".json",
                "--decisions",
                "widths",
                "--budget",
                "12",
                "--constraint",
                "accuracy >= -40pt",
                "--out",
                "run-" + task);

        JsonNode run = json("run-" + task + "/run.json");
        assertThat(run.path("metric").path("name").asString()).isEqualTo(metric);
        assertThat(run.path("loss").asString())
                .contains(task.equals("regression") ? "mse:level" : "cross-entropy:mask");
        JsonNode front = json("run-" + task + "/front.json");
        double parent = value(front.path("parent"), "test");
        assertThat(parent)
                .isCloseTo(evaluated(task, task).path("accuracy").path("value").asDouble(), within(.01));
        assertThat(front.path("points").size()).isPositive();
        for (JsonNode point : front.path("points")) {
            assertThat(value(point, "val")).isGreaterThan(value(front.path("parent"), "val") - .4);
            assertThat(point.path("accuracy").path("val").path("se").asDouble()).isPositive();
            String file = point.path("file").asString();
            assertThat(OnnxReader.read(folder.resolve("run-" + task).resolve(file))
                            .graph()
                            .inputs())
                    .isEqualTo(OnnxReader.read(folder.resolve(task + ".onnx"))
                            .graph()
                            .inputs());
            String model = "run-" + task + "/" + file.replace(".onnx", "");
            assertThat(evaluated(task, model).path("accuracy").path("value").asDouble())
                    .isCloseTo(value(point, "test"), within(1e-6));
        }
        assertThat(folder.resolve("run-" + task + "/report.html")).isNotEmptyFile();
    }

    private static JsonNode json(String file) {
        return JsonMapper.shared().readTree(folder.resolve(file).toFile());
    }

    private static double value(JsonNode point, String set) {
        return point.path("accuracy").path(set).path("value").asDouble(Double.NaN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--metric|top1:mask=depth|The data has no target (depth), but [labels].",
                "--metric|top3|Of 3 classes, top3 is always right.",
                "--metric|iou|The metric (iou) is none of top1, top5, miou, mae.",
                "--loss|mse:masks|The model has no output (masks), but [mask].",
                "--evaluator|python eval.py {model}|--evaluator (python eval.py {model}) must begin with command:.",
                "--evaluator|command: python eval.py|The evaluator (python eval.py) does not say where {model} goes.",
                "--data|arrays:regression|The array (picture) holds",
            })
    void whatDoesNotFitIsSaidBeforeAnyWork(String option, String value, String message) {
        List<String> arguments = new ArrayList<>(List.of(
                "search",
                "--model",
                "segmentation.onnx",
                "--profile",
                "device-of-segmentation.json",
                "--budget",
                "4",
                "--out",
                "refused"));
        if (!option.equals("--data")) {
            arguments.addAll(List.of("--data", "arrays:segmentation"));
        }
        arguments.addAll(List.of(option, value));
        if (message.startsWith("The array")) {
            // The pictures of both have one shape: those of another size do not fit.
            NpyFiles.floats(folder.resolve("small/train/picture.npy"), new float[16], 1, 1, 4, 4);
            NpyFiles.floats(folder.resolve("small/test/picture.npy"), new float[16], 1, 1, 4, 4);
            arguments.set(arguments.size() - 1, "arrays:small");
        }

        assertThat(shell.run(arguments.toArray(String[]::new))).isEqualTo(2);

        assertThat(shell.err()).contains(message);
        assertThat(folder.resolve("refused")).doesNotExist();
    }
}
