package io.espalier.training.command;

import io.espalier.training.GradientRequest;
import io.espalier.training.Trained;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.WeightProjection;
import io.espalier.zoo.file.TemporaryFolder;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains by a command of the user's: it finds an ONNX file at {@code {in}} and writes one of the same structure to {@code
 * {out}}. {@code {steps}}, {@code {seed}}, {@code {threads}} and {@code {learning-rate}} tell the request; its data, loss and
 * schedule are the command's own affair.
 */
public final class CommandTrainingEngine implements TrainingEngine {
    private final ExternalCommand command;

    /** @throws IllegalArgumentException when the command names no {@code {in}} or no {@code {out}} */
    public CommandTrainingEngine(ExternalCommand command) {
        for (String placeholder : List.of("{in}", "{out}")) {
            if (!command.text().contains(placeholder)) {
                throw new IllegalArgumentException(
                        "The command (%s) does not say where %s goes.%nMaybe 'python tune.py {in} {out} {steps} {seed}'."
                                .formatted(command.text(), placeholder));
            }
        }
        this.command = command;
    }

    @Override
    public String name() {
        return "command";
    }

    @Override
    public String version() {
        return command.text();
    }

    @Override
    public Optional<String> refusal(ModelGraph graph) {
        return Optional.empty();
    }

    @Override
    public Trained train(TrainingRequest request, TrainingListener listener) {
        if (request.projection() != WeightProjection.NONE) {
            throw new UnsupportedFeatureException(
                    "A command of the user's does not hold weights to masks.\nMaybe --engine nd4j, or no --sparsity.");
        }
        try (TemporaryFolder folder = new TemporaryFolder()) {
            Path in = folder.path().resolve("in.onnx");
            Path out = folder.path().resolve("out.onnx");
            OnnxWriter.write(request.model(), in);
            int steps = request.schedule().steps();
            command.run(
                    Map.of(
                            "in", in.toString(),
                            "out", out.toString(),
                            "steps", String.valueOf(steps),
                            "seed", String.valueOf(request.seed()),
                            "threads", String.valueOf(request.threads()),
                            "learning-rate", String.valueOf(request.schedule().peakLearningRate())),
                    folder.path());
            Model trained = read(out, request.model());
            listener.stepped(steps, steps, Double.NaN);
            return new Trained(trained, List.of());
        }
    }

    private Model read(Path out, Model before) {
        if (!Files.exists(out)) {
            throw new CommandFailedException(
                    "The command (%s) ended well, but wrote no file {out}.".formatted(command.text()));
        }
        try {
            Model after = OnnxReader.read(out);
            Map<String, Tensor> weights = MatchingWeights.of(before.graph(), after)
                    .orElseThrow(() -> new CommandFailedException(
                            "The command (%s) wrote a network of another structure: its nodes or the shapes of its weights differ."
                                    .formatted(command.text())));
            return new Model(before.graph(), before.weights().with(weights));
        } catch (InvalidModelException e) {
            throw new CommandFailedException(
                    "The command (%s) wrote a file that is no ONNX model: %s".formatted(command.text(), e.getMessage()),
                    e);
        }
    }

    @Override
    public void gradients(GradientRequest request, Consumer<Map<String, Tensor>> minibatch) {
        throw new UnsupportedFeatureException("A command of the user's gives no gradients.");
    }
}
