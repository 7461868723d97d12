package io.espalier.training.sparse;

import io.espalier.training.GradientRequest;
import io.espalier.training.MeanSquaredError;
import io.espalier.training.Optimizer;
import io.espalier.training.Schedule;
import io.espalier.training.Trained;
import io.espalier.training.TrainingBatch;
import io.espalier.training.TrainingBatches;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingLoop;
import io.espalier.training.TrainingRequest;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Trains {@link LinearNetwork}s towards one with other weights, and remembers them. */
final class LinearTraining implements TrainingEngine {
    final List<LinearNetwork> trained = new ArrayList<>();
    final List<TrainingRequest> requests = new ArrayList<>();

    /** Noise, and what the network of seed 99 says of it. */
    private record Examples() implements TrainingBatches {
        @Override
        public int batchSize() {
            return 1;
        }

        @Override
        public void requireFit(ModelGraph graph) {}

        @Override
        public TrainingBatch batch(int step) {
            SplittableRandom random = new SplittableRandom(step);
            float[] numbers = new float[LinearNetwork.INPUTS];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextDouble();
            }
            Map<String, Tensor> inputs = Map.of("x", Tensor.ofFloats(Longs.of(1, numbers.length), numbers));
            Tensor wanted =
                    new LinearNetwork(LinearNetwork.model(99)).forward(inputs).get("y");
            return new TrainingBatch(Longs.of(step), Longs.of(0), inputs, Map.of("wanted", wanted));
        }
    }

    static TrainingRequest request(Model model, int steps, Optimizer optimizer) {
        Schedule schedule = Schedule.fineTuning(steps)
                .withBatchSize(1)
                .withPeakLearningRate(.05)
                .withOptimizer(optimizer)
                .withMaxGradientNorm(.5);
        return new TrainingRequest(model, new Examples(), new MeanSquaredError("y", "wanted"), schedule, 1, 1);
    }

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Optional<String> refusal(ModelGraph graph) {
        return Optional.empty();
    }

    @Override
    public Trained train(TrainingRequest request, TrainingListener listener) {
        LinearNetwork network = new LinearNetwork(request.model());
        trained.add(network);
        requests.add(request);
        return TrainingLoop.train(request, network, listener);
    }

    @Override
    public void gradients(GradientRequest request, Consumer<Map<String, Tensor>> minibatch) {
        throw new UnsupportedOperationException("No test asks for gradients.");
    }
}
