package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.export.Front;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.AxisDivisors;
import io.espalier.search.space.Parent;
import io.espalier.search.space.Recipe;
import io.espalier.search.testing.ImagesAsTheModelSays;
import io.espalier.search.testing.QuickEngine;
import io.espalier.search.testing.SmallSearch;
import io.espalier.search.testing.SyntheticImages;
import io.espalier.training.data.DataSplits;
import io.espalier.training.data.Examples;
import io.espalier.training.data.ImageSet;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose training spoils some of the cuts. */
class HarmfulTrainingIT {
    private final SmallSearch runs;

    HarmfulTrainingIT(@TempDir Path folder) {
        runs = new SmallSearch(folder);
    }

    @Test
    void aTuningThatHarmsGivesWayToTheUntunedCut() {
        DataSplits splits = splitsAsTheModelSays();
        int unsaid = unsaid(splits);
        Front front = runs.search(new QuickEngine(model -> sayingOnly(unsaid, model)))
                .run(runs.request("harmed", 20, splits).build(), SearchListener.NONE)
                .front();
        assertThat(front.parent().validation().value()).isEqualTo(1);
        assertThat(front.points()).isNotEmpty();
        assertThat(front.points())
                .allSatisfy(point -> assertThat(point.validation().value()).isPositive());
    }

    /** Two runs that differ in what training does to one cut, which climbs in the first. */
    @Test
    void whoIsSpoiltByTheShortTrainingDoesNotClimb() {
        DataSplits splits = splitsAsTheModelSays();
        int unsaid = unsaid(splits);
        Map<Rung, List<Recipe>> alike = chosen("alike", splits, UnaryOperator.identity());
        Recipe climbing = alike.get(Rung.TUNED).get(0);
        Assembler assembler =
                new Assembler(Parent.of(SmallSearch.MODEL, "hash", Importance.of("l1", 3)), AxisDivisors.NONE);
        String kernels = kernels(assembler.structure(climbing));

        Map<Rung, List<Recipe>> spoilt = chosen(
                "spoilt", splits, model -> kernels(model.graph()).equals(kernels) ? sayingOnly(unsaid, model) : model);

        assertThat(spoilt.get(Rung.BRIEF))
                .isEqualTo(alike.get(Rung.BRIEF))
                .hasSizeGreaterThan(alike.get(Rung.TUNED).size())
                .contains(climbing);
        assertThat(spoilt.get(Rung.TUNED)).hasSameSizeAs(alike.get(Rung.TUNED)).doesNotContain(climbing);
    }

    /** The cuts of each rung of tuning, when training has this effect. */
    private Map<Rung, List<Recipe>> chosen(String out, DataSplits splits, UnaryOperator<Model> effect) {
        Map<Rung, List<Recipe>> cuts = new EnumMap<>(Rung.class);
        runs.search(new QuickEngine(effect)).run(runs.request(out, 40, splits).build(), event -> {
            if (event instanceof SearchEvent.CutsChosen chosen) {
                cuts.put(
                        chosen.rung(),
                        chosen.cuts().stream().map(Priced::recipe).toList());
            }
        });
        return cuts;
    }

    /** What tells cuts apart, whatever training adds to them. */
    private static String kernels(ModelGraph graph) {
        return graph.weights().values().stream()
                .map(TensorType::shape)
                .filter(shape -> shape.rank() == 4)
                .toList()
                .toString();
    }

    private static DataSplits splitsAsTheModelSays() {
        DataSplits plain = SyntheticImages.splits();
        return new DataSplits(
                plain.fit(),
                asTheModelSays(plain.searchValidation()),
                asTheModelSays(plain.test()),
                plain.description(),
                plain.explanation());
    }

    /** A class that the model never says. */
    private static int unsaid(DataSplits splits) {
        return IntStream.range(0, 10)
                .filter(label -> labels(splits.searchValidation()).noneMatch(said -> said == label))
                .findFirst()
                .orElseThrow();
    }

    private static Examples asTheModelSays(Examples examples) {
        ImageSet images = examples.images().orElseThrow().set();
        return SyntheticImages.examples(new ImagesAsTheModelSays(images, SmallSearch.MODEL, SmallSearch.RUNTIME));
    }

    private static IntStream labels(Examples examples) {
        ImageSet images = examples.images().orElseThrow().set();
        return IntStream.range(0, images.size()).map(images::label);
    }

    /** The network that takes everything for one class. */
    private static Model sayingOnly(int label, Model model) {
        float[] bias = new float[10];
        bias[label] = 1;
        Weights weights = model.weights();
        Tensor weight = weights.get("fc.weight");
        return new Model(
                model.graph(),
                weights.with("fc.weight", Tensor.ofFloats(weight.shape(), new float[weight.floats().length]))
                        .with("fc.bias", Tensor.ofFloats(weights.get("fc.bias").shape(), bias)));
    }
}
