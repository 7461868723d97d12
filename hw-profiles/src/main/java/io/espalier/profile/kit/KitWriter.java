package io.espalier.profile.kit;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.zoo.file.AtomicFiles;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Writes the folder of a kit: ONNX files, {@code plan.json} and the scripts. Networks come first, the one that is added
 * first at a precision is its anchor. The plan is written last, so a folder without one is not complete.
 */
public final class KitWriter {
    private static final int COPIES = 4;
    private static final List<String> SCRIPTS = List.of("measure.py", "measure.mjs");

    private final Path folder;
    private final int threads;
    private final int batch;
    private final Map<Precision, UnaryOperator<Model>> forms;
    private final List<KitModel> networks = new ArrayList<>();
    private final List<KitModel> kernels = new ArrayList<>();
    private final Set<KernelKey> written = new LinkedHashSet<>();
    private final Set<KernelKey> leftOut = new LinkedHashSet<>();

    /**
     * @param folder is made when it is missing
     * @param forms how to make the runnable form of each precision from an exported floating-point model
     * @throws IllegalArgumentException when there is something in the folder already
     */
    public KitWriter(Path folder, int threads, int batch, Map<Precision, UnaryOperator<Model>> forms) {
        if (isUsed(folder)) {
            throw new IllegalArgumentException(
                    "The folder (%s) is not empty.\nMaybe name another, or remove it first.".formatted(folder));
        }
        this.folder = folder;
        this.threads = threads;
        this.batch = batch;
        this.forms = new LinkedHashMap<>(forms);
    }

    private static boolean isUsed(Path folder) {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder (%s) cannot be read.".formatted(folder), e);
        }
    }

    /** Adds a whole network: one that calibrates, or one that a transfer is made from. */
    public void addNetwork(NetworkRequest request, Precision precision) {
        Model model = form(precision).apply(request.model().get());
        String name = request.name().replaceAll("[^A-Za-z0-9._-]+", "_");
        String file = "networks/%02d-%s-%s.onnx".formatted(networks.size() + 1, name, precision);
        NetworkKernels counts = NetworkKernels.of(request.name(), precision, Kernels.of(request.graph(), precision));
        networks.add(write(model, file, precision, 1, Optional.empty(), Optional.of(counts)));
    }

    /** Adds the kernels of a network that are not there yet, at the precision of a network that is. */
    public void addKernels(NetworkRequest request, Precision precision) {
        List<Kernel> missing = new ArrayList<>();
        for (Kernel kernel : Kernels.of(request.graph(), precision)) {
            if (!leftOut.contains(kernel.key()) && written.add(kernel.key())) {
                missing.add(kernel);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        Model network = request.model().get();
        KernelModels models = new KernelModels(network, ShapeInference.infer(network.graph()), batch, COPIES);
        for (Kernel kernel : missing) {
            Optional<Model> alone = models.of(kernel);
            if (alone.isEmpty()) {
                written.remove(kernel.key());
                leftOut.add(kernel.key());
                continue;
            }
            Precision own = kernel.key().precision();
            Model runnable =
                    own.equals(Precision.FP32) ? alone.get() : EightBitKernels.of(alone.get(), kernel.key(), form(own));
            String file = "kernels/%04d.onnx".formatted(kernels.size() + 1);
            Precision anchored = hasNetwork(own) ? own : precision;
            kernels.add(write(runnable, file, anchored, COPIES, Optional.of(kernel.key()), Optional.empty()));
        }
    }

    private boolean hasNetwork(Precision precision) {
        return networks.stream().anyMatch(network -> network.precision().equals(precision));
    }

    /** How many kernels there are by now. */
    public int kernels() {
        return kernels.size();
    }

    /** Kernels that cannot be taken out of their network, because the shape of a value is not known. */
    public Set<KernelKey> leftOut() {
        return Set.copyOf(leftOut);
    }

    /** Writes the scripts and the plan. */
    public KitPlan finish() {
        List<KitModel> models = new ArrayList<>(networks);
        models.add(write(idle(), "idle.onnx", networks.get(0).precision(), 1, Optional.empty(), Optional.empty()));
        models.addAll(kernels);
        KitPlan plan = new KitPlan(threads, batch, ProfileProtocol.standard(), models);
        for (String script : SCRIPTS) {
            AtomicFiles.write(folder.resolve(script), script(script));
        }
        KitPlanFile.write(plan, folder);
        return plan;
    }

    private UnaryOperator<Model> form(Precision precision) {
        return Objects.requireNonNull(forms.get(precision), () -> "There is no form in %s.".formatted(precision));
    }

    private KitModel write(
            Model model,
            String file,
            Precision precision,
            int copies,
            Optional<KernelKey> kernel,
            Optional<NetworkKernels> network) {
        OnnxWriter.write(model, folder.resolve(file));
        List<KitInput> inputs = model.graph().inputs().stream()
                .map(input -> KitInput.of(input, batch))
                .toList();
        return new KitModel(file, precision, copies, kernel, network, inputs);
    }

    /** Copies one number: what it takes is the way into the runtime and out of it. */
    private static Model idle() {
        TensorType number = TensorType.floats(Shape.of(1));
        ModelGraph graph = ModelGraph.builder("idle")
                .input("input", number)
                .node("idle", Activation.of(Activation.Kind.IDENTITY), List.of("input"), "output")
                .output("output", number)
                .build();
        return new Model(graph, Weights.of(Map.of()));
    }

    private static byte[] script(String name) {
        try (InputStream in = Objects.requireNonNull(KitWriter.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The script (%s) cannot be read.".formatted(name), e);
        }
    }
}
