package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.PreparedRun;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccuracyEvaluatorTest {
    private static final Shape FREE_BATCH = Shape.of(1, 3, 1, 1).with(0, Dim.symbol("N"));
    private static final Classifier MOSTLY_RIGHT = ColourImages.imperfect(ColourImages.classifier(0, 1, 2), 10);
    private static final ImageSet IMAGES = ColourImages.of(100);

    private static ImageExamples examples(String input) {
        return new ImageExamples(input, IMAGES, ColourImages.IMAGENET);
    }

    @Test
    void countsTheHighestScores() {
        FakeSession session = new FakeSession(FREE_BATCH, Shape.of(1, 3).with(0, Dim.symbol("N")), MOSTLY_RIGHT);
        Accuracy accuracy = AccuracyEvaluator.evaluate(session, examples("x"), 30);
        assertThat(accuracy).isEqualTo(Accuracy.of(90, 100));
        assertThat(session.batches).containsExactly(30, 30, 30, 10);
    }

    @Test
    void runsAModelWithAFixedBatchAsOftenAsNeeded() {
        FakeSession session = new FakeSession(Shape.of(8, 3, 1, 1), Shape.of(8, 3), ColourImages.classifier(0, 1, 2));
        Accuracy accuracy = AccuracyEvaluator.evaluate(session, examples("x"), 50);
        assertThat(accuracy).isEqualTo(Accuracy.of(100, 100));
        assertThat(session.batches).hasSize(14).containsOnly(8);
    }

    @Test
    void logitsAreInTheOrderOfTheImages() {
        FakeSession session = new FakeSession(FREE_BATCH, FREE_BATCH, ColourImages.classifier(0, 1, 2));
        float[][] logits =
                AccuracyEvaluator.logits(AccuracyEvaluator.classifier(session, examples("x")), examples("x"), 7);
        assertThat(logits).hasDimensions(100, 3);
        for (int i = 0; i < 100; i++) {
            assertThat(AccuracyEvaluator.best(logits[i])).isEqualTo(i % 3);
        }
    }

    @Test
    void ofEqualScoresTheFirstWins() {
        assertThat(AccuracyEvaluator.best(new float[] {1, 3, 3, 2})).isEqualTo(1);
    }

    @Test
    void rejectsADifferentNumberOfClasses() {
        FakeSession declared = new FakeSession(FREE_BATCH, Shape.of(1, 100), MOSTLY_RIGHT);
        assertThatThrownBy(() -> AccuracyEvaluator.evaluate(declared, examples("x"), 10))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The model's output y has 100 classes, but the data has 3.
                        Maybe the data belongs to another model.""");
        Classifier five = images -> new float[images.shape().intAt(0)][5];
        assertThatThrownBy(() -> AccuracyEvaluator.evaluate(five, examples("x"), 10))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The model has 5 classes, but the data has 3.
                        Maybe the data belongs to another model.""");
    }

    @Test
    void rejectsImagesOfAnotherSize() {
        FakeSession session = new FakeSession(Shape.of(1, 3, 224, 224), Shape.of(1, 3), MOSTLY_RIGHT);
        assertThatThrownBy(() -> AccuracyEvaluator.evaluate(session, examples("x"), 10))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The model's input x is [1×3×224×224], but the images are 3×1×1 (channels × height × width).
                        Maybe the data belongs to another model, or needs --resize SHORTER,CROP.""");
    }

    @Test
    void rejectsAnInputThatThereIsNot() {
        FakeSession session = new FakeSession(FREE_BATCH, FREE_BATCH, MOSTLY_RIGHT);
        assertThatThrownBy(() -> AccuracyEvaluator.evaluate(session, examples("z"), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The model has no input (z), only [x].");
    }

    /** A session that asks a classifier. */
    private static final class FakeSession implements InferenceSession {
        private final List<Integer> batches = new ArrayList<>();
        private final Shape input;
        private final Shape output;
        private final Classifier classifier;

        FakeSession(Shape input, Shape output, Classifier classifier) {
            this.input = input;
            this.output = output;
            this.classifier = classifier;
        }

        @Override
        public List<GraphValue> inputs() {
            return List.of(new GraphValue("x", TensorType.floats(input)));
        }

        @Override
        public List<GraphValue> outputs() {
            return List.of(new GraphValue("y", TensorType.floats(output)));
        }

        @Override
        public Map<String, Tensor> run(Map<String, Tensor> feeds) {
            float[][] rows = classifier.scores(feeds.get("x"));
            batches.add(rows.length);
            float[] flat = new float[rows.length * rows[0].length];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
            }
            return Map.of("y", Tensor.ofFloats(Longs.of(rows.length, rows[0].length), flat));
        }

        @Override
        public Map<String, Tensor> run(Map<String, Tensor> feeds, Set<String> wantedOutputs) {
            return run(feeds);
        }

        @Override
        public PreparedRun prepare(Map<String, Tensor> feeds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
