package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedTeacherTest {
    private final List<Integer> asked = new ArrayList<>();

    /** Two outputs: ten times the pixel and its negative, and the pixel as an image of 1×1. */
    private Map<String, Tensor> say(TrainingBatch batch) {
        asked.add(batch.size());
        float[] pixels = batch.inputs().get("x").floats();
        float[] logits = new float[2 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            logits[2 * i] = 10 * pixels[i];
            logits[2 * i + 1] = -10 * pixels[i];
        }
        return Map.of(
                "logits", Tensor.ofFloats(Longs.of(pixels.length, 2), logits),
                "feature", Tensor.ofFloats(Longs.of(pixels.length, 1, 1, 1), pixels));
    }

    /** Examples whose only pixel is 100 · example + view. */
    private static TrainingBatch batch(long... examplesAndViews) {
        int size = examplesAndViews.length / 2;
        long[] examples = new long[size];
        long[] views = new long[size];
        float[] pixels = new float[size];
        for (int i = 0; i < size; i++) {
            examples[i] = examplesAndViews[2 * i];
            views[i] = examplesAndViews[2 * i + 1];
            pixels[i] = 100 * examples[i] + views[i];
        }
        return new TrainingBatch(
                Longs.of(examples), Longs.of(views), Map.of("x", Tensor.ofFloats(Longs.of(size, 1), pixels)), Map.of());
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 0})
    void saysOfEachViewWhatTheTeacherSays(long room) {
        CachedTeacher teacher = new CachedTeacher(this::say, room);
        teacher.outputs(batch(4, 0, 9, 17));
        Map<String, Tensor> said = teacher.outputs(batch(9, 17, 4, 1, 9, 17));

        assertThat(said.get("logits").shape()).isEqualTo(Longs.of(3, 2));
        assertThat(said.get("logits").floats()).containsExactly(9170, -9170, 4010, -4010, 9170, -9170);
        assertThat(said.get("feature").shape()).isEqualTo(Longs.of(3, 1, 1, 1));
        assertThat(said.get("feature").floats()).containsExactly(917, 401, 917);
    }

    @Test
    void aViewIsAskedForOnce() {
        CachedTeacher teacher = new CachedTeacher(this::say);
        teacher.outputs(batch(4, 0, 9, 17, 4, 0));
        teacher.outputs(batch(9, 17, 4, 0));

        assertThat(asked).containsExactly(16);
    }
}
