package io.espalier.training.transfer;

import io.espalier.training.AttentionTransfer;
import io.espalier.training.Loss;
import io.espalier.training.MeanSquaredError;
import io.espalier.training.TaughtBatches;
import io.espalier.training.Trained;
import io.espalier.training.WeightedLoss;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A student and its teacher with the outputs that hints compare, and the loss that compares them. The outputs follow those
 * that the networks have. Where one map is larger by a whole factor, it is averaged over windows of that size first. What
 * attention needs of a teacher is summed up inside the teacher, so that a cache keeps one number a place.
 */
public final class HintedTraining {
    private static final String NAME = "espalier.hint.%d";

    private final Model given;
    private final Model student;
    private final Model teacher;
    private final Set<String> teachersHints;
    private final List<WeightedLoss.Term> terms;

    private HintedTraining(
            Model given, Model student, Model teacher, Set<String> teachersHints, List<WeightedLoss.Term> terms) {
        this.given = given;
        this.student = student;
        this.teacher = teacher;
        this.teachersHints = Set.copyOf(teachersHints);
        this.terms = List.copyOf(terms);
    }

    /**
     * Adds what the hints need.
     *
     * @param seed of the first weights of the regressors
     * @throws IllegalArgumentException when a value is none, or no feature map, or the sizes of two do not go into each other
     */
    public static HintedTraining of(Model student, Model teacher, List<Hint> hints, long seed) {
        FeatureGraph learns = new FeatureGraph("model", student);
        FeatureGraph teaches = new FeatureGraph("teacher", teacher);
        List<WeightedLoss.Term> terms = new ArrayList<>();
        for (Hint hint : hints) {
            String name = NAME.formatted(terms.size());
            Loss loss = add(hint, name, learns, teaches, new SplittableRandom(seed + terms.size()));
            terms.add(new WeightedLoss.Term(hint.weight(), loss));
        }
        return new HintedTraining(student, learns.build(), teaches.build(), teaches.asked(), terms);
    }

    private static Loss add(
            Hint hint, String name, FeatureGraph student, FeatureGraph teacher, SplittableRandom random) {
        Shape own = student.map(hint.student());
        Shape wanted = teacher.map(hint.teacher());
        long height = Math.min(own.size(2), wanted.size(2));
        long width = Math.min(own.size(3), wanted.size(3));
        requireWholeFactors(hint, own, wanted, height, width);
        String pooled = name + ".mean";
        String read = student.pooled(hint.student(), pooled, own.size(2) / height, own.size(3) / width);
        String said = teacher.pooled(hint.teacher(), pooled, wanted.size(2) / height, wanted.size(3) / width);
        if (hint.kind() == Hint.Kind.ATTENTION) {
            student.output(read, own.dim(0), own.size(1), height, width);
            String attention = teacher.attention(said, name);
            teacher.output(attention, wanted.dim(0), height, width);
            return new AttentionTransfer(read, TaughtBatches.target(attention));
        }
        String regressed = student.regressor(read, name, firstWeights(wanted.size(1), own.size(1), random));
        student.output(regressed, own.dim(0), wanted.size(1), height, width);
        teacher.output(said, wanted.dim(0), wanted.size(1), height, width);
        return new MeanSquaredError(regressed, TaughtBatches.target(said));
    }

    private static void requireWholeFactors(Hint hint, Shape own, Shape wanted, long height, long width) {
        boolean whole = own.size(2) % height == 0
                && wanted.size(2) % height == 0
                && own.size(3) % width == 0
                && wanted.size(3) % width == 0;
        if (!whole) {
            throw new IllegalArgumentException("""
                    The hint %s=%s compares maps of %d×%d and %d×%d places, and neither size goes into the other.
                    Maybe values behind as many strides.""".formatted(
                            hint.student(), hint.teacher(), own.size(2), own.size(3), wanted.size(2), wanted.size(3)));
        }
    }

    /** Uniform, of variance 1 / inputs. */
    private static Tensor firstWeights(long out, long in, SplittableRandom random) {
        float[] numbers = new float[Math.toIntExact(Math.multiplyExact(out, in))];
        double bound = Math.sqrt(3.0 / in);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return Tensor.ofFloats(Longs.of(out, in, 1, 1), numbers);
    }

    /** What is trained. */
    public Model student() {
        return student;
    }

    /** What is asked: all outputs that it had, then those of the hints. */
    public Model teacher() {
        return teacher;
    }

    /** The outputs of {@link #teacher} that are needed. @param responses those that need no hint */
    public Set<String> teachersOutputs(Set<String> responses) {
        Set<String> all = new LinkedHashSet<>(responses);
        all.addAll(teachersHints);
        return all;
    }

    /** {@code loss}, and what the hints add to it; on {@link TaughtBatches} of {@link #teacher}. */
    public Loss loss(Loss loss) {
        List<WeightedLoss.Term> all = new ArrayList<>(List.of(new WeightedLoss.Term(1, loss)));
        all.addAll(terms);
        return new WeightedLoss(all);
    }

    /** The student as it was given, without outputs and regressors, with the weights that training found. */
    public Trained withoutHints(Trained trained) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        given.graph()
                .weights()
                .keySet()
                .forEach(name -> weights.put(name, trained.model().weights().get(name)));
        return new Trained(new Model(given.graph(), Weights.of(weights)), trained.losses());
    }
}
