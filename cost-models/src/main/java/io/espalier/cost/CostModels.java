package io.espalier.cost;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Finds users' cost models and holds them to their promises. */
public final class CostModels {
    private CostModels() {}

    /**
     * The cost models that the jars in {@code pluginsFolder} name in {@code META-INF/services}, in the order of the jars'
     * names. Each is guarded: what it throws, and an answer that is not a cost, becomes a {@link CostModelException} with
     * its name. Their classes stay loaded as long as the models are used.
     *
     * @throws CostModelException when one cannot be loaded, has no proper metric, or bears the name of another
     * @throws IllegalArgumentException when the folder is not there, or holds no cost model
     */
    public static List<CostModel> discover(Path pluginsFolder) {
        List<Path> jars = jars(pluginsFolder);
        List<CostModel> models = new ArrayList<>();
        Map<String, Path> jarOf = new HashMap<>();
        for (Path jar : jars) {
            for (CostModel model : load(jar)) {
                String name = model.metric().name();
                Path other = jarOf.put(name, jar);
                if (other != null) {
                    throw new CostModelException(
                            name,
                            "Two cost models are called (%s), one in %s and one in %s.\nMaybe the same jar lies there twice."
                                    .formatted(name, other.getFileName(), jar.getFileName()));
                }
                models.add(model);
            }
        }
        if (models.isEmpty()) {
            throw new IllegalArgumentException("""
                    No jar in %s has a cost model: %s.
                    Maybe META-INF/services/%s is missing in it.""".formatted(
                            pluginsFolder,
                            jars.isEmpty() ? "there is no jar" : jars.size() + " jars were looked at",
                            CostModel.class.getName()));
        }
        return List.copyOf(models);
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "The folder of plug-ins (%s) is not there.\nMaybe the path is wrong.".formatted(folder));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("The folder of plug-ins (%s) cannot be read.".formatted(folder), e);
        }
    }

    /** A class loader for each jar, so that two plug-ins never see each other's libraries. */
    private static List<CostModel> load(Path jar) {
        String name = jar.getFileName().toString();
        List<CostModel> models = new ArrayList<>();
        try {
            @SuppressWarnings("resource")
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {jar.toUri().toURL()}, CostModel.class.getClassLoader());
            Iterator<CostModel> found =
                    ServiceLoader.load(CostModel.class, loader).iterator();
            while (found.hasNext()) {
                CostModel model = found.next();
                if (model.getClass().getClassLoader() == loader) {
                    models.add(GuardedCostModel.of(model));
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new CostModelException(
                    name,
                    "The plug-in %s cannot be loaded: %s.\nMaybe it was built for another version, or its class has no public constructor without arguments."
                            .formatted(name, e.getMessage()),
                    e);
        } catch (MalformedURLException e) {
            throw new CostModelException(name, "The plug-in %s has no address.".formatted(jar), e);
        }
        return models;
    }
}
