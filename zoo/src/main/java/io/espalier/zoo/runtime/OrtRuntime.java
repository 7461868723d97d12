package io.espalier.zoo.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.espalier.zoo.file.TemporaryFolder;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** ONNX Runtime: operators one after the other, threads inside one operator only. */
final class OrtRuntime implements InferenceRuntime {
    private final OrtEnvironment environment = OrtStart.environment();
    private final Provider provider;

    /** @throws IllegalArgumentException when the provider is not to be had */
    OrtRuntime(Provider provider) {
        this.provider = provider;
        provider.requireHere();
    }

    @Override
    public String name() {
        return "onnxruntime";
    }

    @Override
    public String version() {
        return environment.getVersion();
    }

    @Override
    public String provider() {
        return provider.toString();
    }

    @Override
    public InferenceSession open(Model model, SessionOptions options) {
        String name = model.graph().name();
        if (!OnnxWriter.fits(model)) {
            try (TemporaryFolder folder = new TemporaryFolder()) {
                Path file = folder.path().resolve("model.onnx");
                OnnxWriter.write(model, file);
                return open(name, options, settings -> environment.createSession(file.toString(), settings));
            }
        }
        byte[] bytes = OnnxWriter.bytes(model);
        return open(name, options, settings -> environment.createSession(bytes, settings));
    }

    @Override
    public InferenceSession open(Path onnxFile, SessionOptions options) {
        if (!Files.isRegularFile(onnxFile)) {
            throw new InvalidModelException(
                    "There is no model file (%s).\nMaybe the name is misspelt, or relative to another folder."
                            .formatted(onnxFile));
        }
        return open(onnxFile.toString(), options, settings -> environment.createSession(onnxFile.toString(), settings));
    }

    private InferenceSession open(String model, SessionOptions options, Opening opening) {
        try (OrtSession.SessionOptions settings = settings(options)) {
            OrtSession session = opening.open(settings);
            try {
                return new OrtInferenceSession(environment, session, model, options.threads() > 1);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw OrtErrors.opening(model, e);
        }
    }

    /** Makes a session with the settings. */
    @FunctionalInterface
    private interface Opening {
        OrtSession open(OrtSession.SessionOptions settings) throws OrtException;
    }

    private OrtSession.SessionOptions settings(SessionOptions options) throws OrtException {
        OrtSession.SessionOptions settings = new OrtSession.SessionOptions();
        settings.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        settings.setIntraOpNumThreads(options.threads());
        settings.setInterOpNumThreads(1);
        settings.setOptimizationLevel(
                options.optimized()
                        ? OrtSession.SessionOptions.OptLevel.ALL_OPT
                        : OrtSession.SessionOptions.OptLevel.NO_OPT);
        // What goes wrong comes back as an exception, and is said once.
        settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        Spinning.limit(settings);
        provider.addTo(settings);
        return settings;
    }

    @Override
    public List<NodeTiming> profile(Model model, Map<String, Tensor> feeds, int threads, int warmup, int runs) {
        if (warmup < 0 || runs < 1) {
            throw new IllegalArgumentException(
                    "The warm-up runs (%d) must be 0 or more and the runs (%d) 1 or more.".formatted(warmup, runs));
        }
        String name = model.graph().name();
        byte[] bytes = OnnxWriter.bytes(model);
        try (TemporaryFolder folder = new TemporaryFolder();
                OrtSession.SessionOptions settings = settings(SessionOptions.of(threads))) {
            settings.enableProfiling(folder.path().resolve("profile").toString());
            try (OrtSession session = createSession(name, bytes, settings)) {
                repeat(session, name, feeds, warmup + runs);
                return OrtProfile.read(Path.of(session.endProfiling()), warmup, runs);
            }
        } catch (OrtException e) {
            throw OrtErrors.running(name, e);
        }
    }

    @Override
    public ModelGraph optimized(Model model) {
        String name = model.graph().name();
        byte[] bytes = OnnxWriter.bytes(model);
        try (TemporaryFolder folder = new TemporaryFolder();
                OrtSession.SessionOptions settings = settings(SessionOptions.of(1))) {
            Path file = folder.path().resolve("optimized.onnx");
            settings.setOptimizedModelFilePath(file.toString());
            createSession(name, bytes, settings).close();
            return OnnxReader.read(file).graph();
        } catch (OrtException e) {
            throw OrtErrors.opening(name, e);
        }
    }

    private OrtSession createSession(String model, byte[] bytes, OrtSession.SessionOptions settings) {
        try {
            return environment.createSession(bytes, settings);
        } catch (OrtException e) {
            throw OrtErrors.opening(model, e);
        }
    }

    private void repeat(OrtSession session, String model, Map<String, Tensor> feeds, int times) throws OrtException {
        List<GraphValue> inputs = session.getInputInfo().values().stream()
                .map(OrtTensors::graphValue)
                .toList();
        try (OrtFeeds copied = OrtFeeds.of(environment, model, inputs, feeds)) {
            for (int i = 0; i < times; i++) {
                session.run(copied.tensors()).close();
            }
        }
    }
}
