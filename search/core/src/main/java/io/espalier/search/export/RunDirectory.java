package io.espalier.search.export;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.json.ProfileFile;
import io.espalier.search.evaluate.WeightKeeper;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of a run, and where everything lies in it. */
public final class RunDirectory implements WeightKeeper {
    private final Path folder;

    private RunDirectory(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a folder for a run.
     *
     * @param resume whether it holds a run that goes on; else it must be empty or missing
     * @throws IllegalArgumentException when it does not fit
     */
    public static RunDirectory open(Path folder, boolean resume) {
        boolean holdsRun = Files.isRegularFile(folder.resolve("run.json"));
        if (resume && !holdsRun) {
            throw new IllegalArgumentException(
                    "There is no run in (%s) to go on with.\nMaybe leave --resume out.".formatted(folder));
        }
        if (!resume) {
            requireEmpty(folder, holdsRun ? "--resume goes on with the run in it" : "another --out");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder (%s) cannot be made.".formatted(folder), e);
        }
        return new RunDirectory(folder);
    }

    /**
     * A run begins in a folder of its own.
     *
     * @param maybe what its user may do instead
     * @throws IllegalArgumentException when there is something in it, or it is no folder
     */
    public static void requireEmpty(Path folder, String maybe) {
        if (!isEmpty(folder)) {
            throw new IllegalArgumentException("The folder (%s) is not empty.\nMaybe %s.".formatted(folder, maybe));
        }
    }

    private static boolean isEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The output (%s) is no folder that can be read.\nMaybe another --out.".formatted(folder), e);
        }
    }

    public Path folder() {
        return folder;
    }

    public Path runFile() {
        return folder.resolve("run.json");
    }

    public Path trialsFile() {
        return folder.resolve("trials.db");
    }

    /** The profiles as this run uses them, frozen; empty before profiling is done. */
    public Optional<List<HardwareProfile>> profiles(List<HardwareProfile> asked) {
        if (asked.isEmpty() || !Files.isRegularFile(profileFile(0))) {
            return Optional.empty();
        }
        return Optional.of(java.util.stream.IntStream.range(0, asked.size())
                .mapToObj(i -> ProfileFile.read(profileFile(i)))
                .toList());
    }

    /** Freezes the profiles; the first one last, since it tells that all are there. */
    public void freeze(List<HardwareProfile> profiles) {
        for (int i = profiles.size() - 1; i >= 0; i--) {
            ProfileFile.write(profiles.get(i), profileFile(i));
        }
    }

    private Path profileFile(int index) {
        return folder.resolve(index == 0 ? "profile.json" : "profile-%d.json".formatted(index + 1));
    }

    /** Where the deployed form of a candidate waits to be measured. */
    public Path candidateFile(String key) {
        return folder.resolve("candidates").resolve(key + ".onnx");
    }

    public Path modelFile(String id) {
        return folder.resolve("models").resolve(id).resolve("model.onnx");
    }

    @Override
    public Optional<Model> find(String key) {
        Path file = weightsFile(key);
        return Files.isRegularFile(file) ? Optional.of(OnnxReader.read(file)) : Optional.empty();
    }

    @Override
    public void keep(String key, Model model) {
        OnnxWriter.write(model, weightsFile(key));
    }

    /** Deletes the weights of all tunings but these: they can be redone from their keys. */
    public void keepOnly(Set<String> keys) {
        delete(folder.resolve("weights"), file -> !keys.contains(stem(file)));
    }

    /** Deletes deployed forms that were not exported. */
    public void clearCandidates() {
        delete(folder.resolve("candidates"), file -> true);
    }

    /** Deletes the models of an earlier front of this run. */
    public void clearModels() {
        Path models = folder.resolve("models");
        if (!Files.isDirectory(models)) {
            return;
        }
        try (Stream<Path> ids = Files.list(models)) {
            for (Path id : ids.toList()) {
                delete(id, file -> true);
                Files.delete(id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder (%s) cannot be tidied.".formatted(models), e);
        }
    }

    /** Moves the deployed form of a candidate to its place among the models. */
    public Path export(String key, String id) {
        try {
            Path target = modelFile(id);
            Files.createDirectories(target.resolveSibling("."));
            Path source = candidateFile(key);
            Path data = source.resolveSibling(source.getFileName() + ".data");
            if (Files.exists(data)) {
                // External data is named in the model, so such a pair is written again under its final name.
                OnnxWriter.write(OnnxReader.read(source), target);
            } else {
                Files.move(source, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("The model (%s) cannot be exported.".formatted(id), e);
        }
    }

    private Path weightsFile(String key) {
        return folder.resolve("weights").resolve(key + ".onnx");
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static void delete(Path folder, java.util.function.Predicate<Path> condition) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(condition).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder (%s) cannot be tidied.".formatted(folder), e);
        }
    }
}
