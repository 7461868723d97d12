package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.training.ParentCheck.Finding;
import io.espalier.training.ParentCheck.Subject;
import io.espalier.training.data.DataSplits;
import io.espalier.training.data.Dataset;
import io.espalier.training.data.Datasets;
import io.espalier.training.data.ExampleSource;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.data.SliceSpec;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.SharedFiles;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample models on CIFAR-10: their cards state what other tools measured. */
class SampleModelsIT {
    private static final int BATCH = 100;

    private final Dataset cifar10 = Datasets.of(Map.of()).open("cifar10:" + SharedFiles.path("data/cifar10"));

    private ExampleSource source(ModelCard card) {
        return ExampleSource.of(cifar10, "input", PixelNormalization.of(card.input()));
    }

    @Test
    void resnet20ScoresOnTheTestSetAsItsCardStates() {
        Path file = SharedFiles.path("models/resnet20-cifar10.onnx");
        ModelCard card = ModelCard.beside(file).orElseThrow();
        Accuracy accuracy = evaluate(file, card, cifar10.test());
        assertThat(accuracy.value()).isCloseTo(card.testAccuracy().orElseThrow(), within(0.0005));
    }

    @Test
    void resnet20hScoresOnItsHeldOutImagesAsItsCardStates() {
        Path file = SharedFiles.path("models/resnet20h-cifar10.onnx");
        ModelCard card = ModelCard.beside(file).orElseThrow();
        DataSplits splits = DataSplits.of(source(card), card, null, null);
        assertThat(splits.description()).isEqualTo("validation train[9::10]; test test; fit train - train[9::10]");
        Accuracy accuracy = evaluate(
                file, card, splits.searchValidation().images().orElseThrow().set());
        assertThat(accuracy.total()).isEqualTo(5_000);
        assertThat(accuracy.value()).isCloseTo(card.accuracy().get("heldOut"), within(0.0005));
    }

    @Test
    void theParentIsComparedWithItsCard() {
        Path file = SharedFiles.path("models/resnet20-cifar10.onnx");
        ModelCard card = ModelCard.beside(file).orElseThrow();
        PixelNormalization asStated = PixelNormalization.of(card.input());
        ImageSet test = SliceSpec.parse("test[0::4]").of(cifar10);
        assertThat(check(file, card, test, asStated).finding()).isEqualTo(Finding.AS_STATED);
        assertThat(check(file, card, SliceSpec.parse("train[0::20]").of(cifar10), asStated)
                        .finding())
                .isEqualTo(Finding.SUSPICIOUSLY_GOOD);
        ParentCheck wrong = check(file, card, test, PixelNormalization.ZERO_TO_ONE);
        assertThat(wrong.finding()).isEqualTo(Finding.WRONG);
        assertThat(wrong.message())
                .contains("Maybe the normalization is wrong and should be")
                .contains("ImageNet's mean and std (--mean 0.485,0.456,0.406 --std 0.229,0.224,0.225)")
                .doesNotContain("channel order")
                .doesNotContain("class order");
    }

    private ParentCheck check(Path file, ModelCard card, ImageSet images, PixelNormalization normalization) {
        try (InferenceSession session = OnnxRuntime.open().open(file, SessionOptions.of(1))) {
            return ParentCheck.of(
                    AccuracyEvaluator.classifier(session, new ImageExamples("input", images, normalization)),
                    new Subject(new ImageExamples("input", images, normalization), cifar10.classes()),
                    ParentCheck.stated(card, source(card)));
        }
    }

    private static Accuracy evaluate(Path file, ModelCard card, ImageSet images) {
        try (InferenceSession session = OnnxRuntime.open().open(file, SessionOptions.of(1))) {
            return AccuracyEvaluator.evaluate(
                    session, new ImageExamples("input", images, PixelNormalization.of(card.input())), BATCH);
        }
    }
}
