package io.espalier.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {
    @TempDir
    Path folder;

    @Test
    void readsEveryField() throws IOException {
        ModelCard card = read("""
                {"dataset": "cifar10", "classes": ["cat", "dog"],
                 "input": {"name": "input", "shape": ["N", 3, 32, 32], "scale": 255,
                           "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.2, 0.2],
                           "resize": {"shorter": 256, "crop": 224}},
                 "trainedOn": "train", "heldOut": "train[9::10]", "accuracy": {"test": 0.9173},
                 "source": "here", "licence": "MIT", "macs": 12, "int8": {"how": "QDQ"}}""");
        assertThat(card.dataset()).isEqualTo("cifar10");
        assertThat(card.classes()).containsExactly("cat", "dog");
        assertThat(card.input())
                .isEqualTo(new ModelInput(
                        "input",
                        Shape.of(1, 3, 32, 32).with(0, Dim.symbol("N")),
                        255,
                        List.of(0.5, 0.4, 0.3),
                        List.of(0.2, 0.2, 0.2),
                        new Resize(256, 224)));
        assertThat(card.trainedOn()).isEqualTo("train");
        assertThat(card.heldOut()).isEqualTo("train[9::10]");
        assertThat(card.testAccuracy()).contains(0.9173);
        assertThat(card.other()).containsEntry("macs", 12).containsEntry("int8", Map.of("how", "QDQ"));
    }

    @Test
    void needsOnlyDatasetAndInput() throws IOException {
        ModelCard card = read("{\"dataset\": \"flowers\", \"input\": {}}");
        assertThat(card)
                .isEqualTo(ModelCard.of("flowers", new ModelInput(null, null, 255, List.of(), List.of(), null)));
    }

    @Test
    void writesWhatItReads() throws IOException {
        ModelCard card = read("""
                {"dataset": "cifar10", "input": {"shape": ["N", 3, 8, 8], "scale": 1, "mean": [1.5],
                 "resize": {"shorter": 9, "crop": 8}}, "heldOut": null, "accuracy": {"test": 0.5},
                 "notes": ["a", null, 2.5]}""");
        Path copy = folder.resolve("copy.json");
        card.write(copy);
        assertThat(ModelCard.read(copy)).isEqualTo(card);
    }

    @Test
    void liesBesideTheModelUnderItsNameOrAsCard() throws IOException {
        Path model = folder.resolve("model.onnx");
        assertThat(ModelCard.beside(model)).isEmpty();
        Files.writeString(folder.resolve("card.json"), "{\"dataset\": \"a\", \"input\": {}}");
        assertThat(ModelCard.beside(model).orElseThrow().dataset()).isEqualTo("a");
        Files.writeString(folder.resolve("model.json"), "{\"dataset\": \"b\", \"input\": {}}");
        assertThat(ModelCard.beside(model).orElseThrow().dataset()).isEqualTo("b");
    }

    @Test
    void namesTheFieldThatIsWrong() {
        assertWrong("{\"input\": {}}", "The field \"dataset\" is missing.");
        assertWrong("{\"dataset\": \"a\"}", "The field \"input\" is missing or no object.");
        assertWrong("{\"dataset\": 3, \"input\": {}}", "The field \"dataset\" (3) is no text.");
        assertWrong("{\"dataset\": \"a\", \"input\": {\"std\": [0]}}", "The std ([0.0]) must be above 0.");
        assertWrong(
                "{\"dataset\": \"a\", \"input\": {\"mean\": [\"x\"]}}",
                "The field \"input.mean\" (\"x\") is no number.");
        assertWrong(
                "{\"dataset\": \"a\", \"input\": {}, \"accuracy\": {\"test\": 91.7}}",
                "The accuracy on test (91.7) must be a share from 0 to 1.");
    }

    @Test
    void saysWhenAFileIsNoJson() {
        assertThatThrownBy(() -> read("{\"dataset\": "))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("is not JSON")
                .hasMessageContaining("Maybe");
    }

    @Test
    void readsAResizeOption() {
        assertThat(Resize.parse("256, 224")).isEqualTo(new Resize(256, 224));
        assertThatThrownBy(() -> Resize.parse("256")).hasMessage("""
                The resize (256) is not two numbers.
                Maybe --resize 256,224: the shorter side, then the crop.""");
        assertThatThrownBy(() -> Resize.parse("224,256")).isInstanceOf(IllegalArgumentException.class);
    }

    private ModelCard read(String json) throws IOException {
        Path file = folder.resolve("some.json");
        Files.writeString(file, json);
        return ModelCard.read(file);
    }

    private void assertWrong(String json, String what) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("""
                The model card %s is wrong: %s
                Maybe it is not a model card; it needs at least "dataset" and "input".""".formatted(folder.resolve("some.json"), what));
    }
}
