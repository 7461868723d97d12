package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.training.sparse.Sparsification;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.sparse.WeightMasks;
import io.espalier.zoo.weights.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FinetuneIT {
    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void trainSomething() {
        shell = new Shell(folder);
        TrainedModel.writeTo(folder);
        int status = shell.run("prune", "--model", "colours.onnx", "--ratio", "0.6", "--out", "cut.onnx");
        assertThat(status).as(shell.err()).isZero();
        assertThat(folder.resolve("colours.json")).exists();
        // A cut model has the card of its parent, less what was said of accuracy.
        assertThat(ModelCard.read(folder.resolve("cut.json")).testAccuracy()).isEmpty();
    }

    private JsonNode finetune(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "finetune",
                "--model",
                "cut.onnx",
                "--data",
                "folder:colours",
                "--steps",
                "60",
                "--batch-size",
                "32",
                "--out",
                "tuned.onnx",
                "--json"));
        arguments.addAll(List.of(more));
        int status = shell.run(arguments.toArray(String[]::new));
        assertThat(status).as(shell.err()).isZero();
        return JsonMapper.shared().readTree(shell.out());
    }

    @ParameterizedTest
    @CsvSource({
        "sgd, 0, 0",
        "nesterov, 0.1, 0",
        "adamw, 0, 3",
    })
    void aCutModelRecovers(String optimizer, String smoothing, String cutout) {
        JsonNode report =
                finetune("--optimizer", optimizer, "--label-smoothing", smoothing, "--cutout", cutout, "--clip", "5");

        assertThat(report.get("after").get("value").asDouble())
                .isGreaterThanOrEqualTo(report.get("before").get("value").asDouble());
        assertThat(report.get("after").get("value").asDouble()).isGreaterThan(.8);
        assertThat(report.get("loss").asDouble()).isLessThan(1);
        ModelGraph before = OnnxReader.read(folder.resolve("cut.onnx")).graph();
        ModelGraph after = OnnxReader.read(folder.resolve("tuned.onnx")).graph();
        assertThat(after.nodes()).isEqualTo(before.nodes());
        assertThat(after.weights()).isEqualTo(before.weights());
        ModelCard card = ModelCard.read(folder.resolve("tuned.json"));
        assertThat(card.testAccuracy().orElseThrow())
                .isEqualTo(report.get("after").get("value").asDouble());
        assertThat(card.source()).contains("espalier finetune --model cut.onnx --steps 60");
    }

    @ParameterizedTest
    @CsvSource({"learned", "observed"})
    void aModelIsQuantizedWithTraining(String ranges) {
        JsonNode report = finetune("--bits", "2", "--end-bits", "4", "--ranges", ranges);

        double rounded = report.get("rounded").get("value").asDouble();
        assertThat(report.get("after").get("value").asDouble())
                .isGreaterThan(.8)
                .isGreaterThan(rounded);
        ModelGraph graph = OnnxReader.read(folder.resolve("tuned.onnx")).graph();
        assertThat(graph.nodes())
                .anyMatch(node -> node.operator() instanceof Operator.Quantize)
                .noneMatch(node -> node.operator() instanceof Operator.Normalization);
        assertThat(ModelCard.read(folder.resolve("tuned.json")).source())
                .contains("--weight-bits 2 --activation-bits 2 --end-bits 4 --ranges " + ranges);
        assertThat(shell.run("evaluate", "--model", "tuned.onnx", "--data", "folder:colours", "--json"))
                .as(shell.err())
                .isZero();
        assertThat(shell.run("inspect", "--model", "tuned.onnx"))
                .as(shell.err())
                .isZero();
    }

    @Test
    void aQuantizedModelIsNotQuantizedAgain() {
        finetune("--weight-bits", "8", "--activation-bits", "8");
        Path second = folder.resolve("second.onnx");

        int status = shell.run(
                "finetune",
                "--model",
                "tuned.onnx",
                "--data",
                "folder:colours",
                "--steps",
                "1",
                "--bits",
                "4",
                "--out",
                "second.onnx");

        assertThat(status).isEqualTo(2);
        assertThat(shell.err()).contains("The model is quantized already.");
        assertThat(second).doesNotExist();
    }

    @Test
    void aTeacherTeaches() {
        JsonNode report = finetune("--teacher", "colours.onnx", "--teacher-weight", "1");

        assertThat(report.get("after").get("value").asDouble()).isGreaterThan(.8);
    }

    @Test
    void aCommandOfTheUsersTrains() {
        JsonNode report = finetune("--engine", "command: cp {in} {out}");

        assertThat(report.get("after")).isEqualTo(report.get("before"));
        assertThat(report.get("loss").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--engine|tensorflow|--engine (tensorflow) must be nd4j, none, pytorch where it is built in, or 'command: …'.",
                "--engine|command: true|does not say where {in} goes",
                "--engine|command: false {in} {out}|ended with status 1",
                "--optimizer|lion|--optimizer (lion) must be sgd, nesterov or adamw.",
                "--label-smoothing|1|The label smoothing (1.0) must be 0 to below 1.",
                "--teacher|nothing.onnx|nothing.onnx",
                "--sparsity|100%|--sparsity (100%) must leave something.",
                "--sparsity|some|--sparsity (some) must be a share from 0% to 100%.",
                "--sparsity|4:4|--sparsity (4:4) must keep 1 or more of each group, but not all.",
                "--sparsity|1:999|The model has no weight to mask by magnitude in groups of 999 inputs.",
                "--sparsity-ranking|global|--sparsity-ranking is about zeros, but there is no --sparsity.",
                "--bits|1|Weights of 1 bits and activations of 1 must have 2 to 8.",
                "--weight-bits|4|--weight-bits and --activation-bits go together.",
                "--hint|a=b|--hint needs a teacher.",
                "--hint|a-b*|--hint (a-b*) must be STUDENT=TEACHER[:fitnets|attention][*WEIGHT].",
                "--hint|a=b*1e|The weight (1e) of --hint (a=b*1e) is no number.",
                "--copy-from|zoo:resnet8-shapes|No weight of the model (cut) has a name and a shape of --copy-from",
            })
    void whatCannotBeIsSaidAndNothingIsWritten(String option, String value, String message) {
        int status = shell.run(
                "finetune",
                "--model",
                "cut.onnx",
                "--data",
                "folder:colours",
                "--steps",
                "2",
                "--out",
                "tuned.onnx",
                option,
                value);

        assertThat(status).isNotZero();
        assertThat(shell.err()).contains(message);
        assertThat(Files.exists(folder.resolve("tuned.onnx"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"80%, --gradual", "80%, --sparsity-ranking=uniform", "1:2, --seed=1"})
    void masksAreKeptAndTold(String sparsity, String more) {
        JsonNode report = finetune("--sparsity", sparsity, more);

        JsonNode told = report.get("sparsity");
        WeightMasks written = Sparsification.zeros(OnnxReader.read(folder.resolve("tuned.onnx")));
        assertThat(told.get("nonZero").asLong()).isEqualTo(written.kept());
        assertThat(told.get("weights").asLong()).isEqualTo(written.elements());
        assertThat(told.get("layers").size()).isEqualTo(written.names().size());
        if (sparsity.equals("80%")) {
            assertThat(told.get("sparsity").asDouble()).isCloseTo(.8, within(.01));
        }
        assertThat(report.get("after").get("value").asDouble()).isGreaterThan(.6);
        assertThat(ModelCard.read(folder.resolve("tuned.json")).source()).contains(" --sparsity " + sparsity);
    }

    @Test
    void peopleReadThatZerosAreNoFaster() {
        int status = shell.run(
                "finetune",
                "--model",
                "cut.onnx",
                "--data",
                "folder:colours",
                "--steps",
                "3",
                "--out",
                "tuned.onnx",
                "--sparsity",
                "50%");

        assertThat(status).as(shell.err()).isZero();
        assertThat(shell.out())
                .containsPattern(
                        "sparsity 50\\.0 %: [\\d,]+ of [\\d,]+ weights of convolutions and dense layers are not 0")
                .contains("The file (%,d bytes) holds the zeros, and ONNX Runtime multiplies by them"
                        .formatted(folder.resolve("tuned.onnx").toFile().length()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stage.0.blocks.0.relu2=x|The model (cut) has no layer or value (stage.0.blocks.0.relu2).",
                "stages.0.blocks.0.relu2=x|The model (colours) has no layer or value (x).",
                "head=head|The value (logits) of the model (colours) is FLOAT [N×3], but a hint compares feature maps",
            })
    void aHintOfNothingIsSaidWithWhatIsNear(String hint, String message) {
        int status = shell.run(
                "finetune",
                "--model",
                "cut.onnx",
                "--teacher",
                "colours.onnx",
                "--data",
                "folder:colours",
                "--steps",
                "2",
                "--out",
                "tuned.onnx",
                "--hint",
                hint);

        assertThat(status).as(shell.err()).isEqualTo(2);
        assertThat(shell.err()).contains(message, "Maybe ").doesNotContain("\tat ");
        if (hint.startsWith("stage.")) {
            assertThat(shell.err()).contains("stages.0.blocks.0.relu2");
        }
        assertThat(Files.exists(folder.resolve("tuned.onnx"))).isFalse();
    }

    /** A layer's name or a value's; the teacher's map is as large and has more channels. */
    @ParameterizedTest
    @ValueSource(strings = {"attention*5", "fitnets", "fitnets*2.5"})
    void aTeacherShowsItsFeatures(String kind) {
        String hint = "stages.0.blocks.0.relu2=stages.0.blocks.0.relu2.out:" + kind;
        JsonNode report = finetune("--teacher", "colours.onnx", "--hint", hint);

        assertThat(report.get("after").get("value").asDouble()).isGreaterThan(.8);
        ModelGraph before = OnnxReader.read(folder.resolve("cut.onnx")).graph();
        ModelGraph after = OnnxReader.read(folder.resolve("tuned.onnx")).graph();
        assertThat(after.nodes()).isEqualTo(before.nodes());
        assertThat(after.weights()).isEqualTo(before.weights());
        assertThat(after.outputs()).isEqualTo(before.outputs());
    }

    @Test
    void weightsAreTakenOverByNameAndShape() {
        JsonNode report = finetune("--copy-from", "colours.onnx", "--engine", "command: cp {in} {out}");

        Model cut = OnnxReader.read(folder.resolve("cut.onnx"));
        Model whole = OnnxReader.read(folder.resolve("colours.onnx"));
        Model tuned = OnnxReader.read(folder.resolve("tuned.onnx"));
        tuned.graph().weights().forEach((name, type) -> {
            boolean fits = type.equals(whole.graph().weights().get(name));
            assertThat(tuned.weights().get(name))
                    .as(name)
                    .isEqualTo((fits ? whole : cut).weights().get(name));
        });
        assertThat(shell.err())
                .contains(" weights are those of colours.onnx: ", "head.bias", "Not taken over: ")
                .contains("head.weight (FLOAT[3×64], not FLOAT[3×");
        assertThat(report.get("after")).isEqualTo(report.get("before"));
    }
}
