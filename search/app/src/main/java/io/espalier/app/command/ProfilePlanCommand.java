package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.app.profile.KitJob;
import io.espalier.app.profile.Precisions;
import io.espalier.profile.kit.KitPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a kit that measures a device without Java. */
@Command(
        name = "plan",
        description = {
            "Writes a folder that measures a device without Java: kernels and networks as ONNX files, and a script for "
                    + "Python (measure.py) and for Node (measure.mjs) that needs only ONNX Runtime, with any execution "
                    + "provider. Bring back the folder, or its plan.json and results.csv, for 'profile collect'."
        },
        footer = {"", "Example: espalier profile plan --out kit --model resnet20.onnx"})
final class ProfilePlanCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder; must be empty or missing.")
    private Path out;

    @Option(
            names = "--model",
            arity = "1..*",
            paramLabel = "FILE",
            description = "ONNX models whose search spaces are measured; default: the built-in model.")
    private List<String> models = List.of(ModelFile.BUILT_IN);

    @Mixin
    private InferenceOptions inference = new InferenceOptions();

    @Option(names = "--precision", split = ",", paramLabel = "LIST", description = "Of fp32,int8; default: both.")
    private List<String> precisions = List.of("fp32", "int8");

    @Option(
            names = "--kernels",
            paramLabel = "N",
            defaultValue = "400",
            description = "At most so many of each precision; default ${DEFAULT-VALUE}.")
    private int kernels;

    @Option(
            names = "--networks",
            paramLabel = "N",
            defaultValue = "12",
            description = "Whole networks of each model and precision; default ${DEFAULT-VALUE}.")
    private int networks;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    ProfilePlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        KitJob job =
                new KitJob(inference.threads(), inference.batch(), Precisions.parse(precisions), kernels, networks);
        List<ModelFile> files = models.stream().map(surroundings::model).toList();
        Path folder = surroundings.workingDirectory().resolve(out);
        print(job.write(folder, files, surroundings::say), folder, json, surroundings);
        return Failures.DONE;
    }

    /** Says what a kit holds. */
    static void print(KitPlan plan, Path folder, boolean json, Surroundings surroundings) {
        long ofKernels = plan.models().stream()
                .filter(model -> model.kernel().isPresent())
                .count();
        long ofNetworks = plan.models().stream()
                .filter(model -> model.network().isPresent())
                .count();
        if (json) {
            Map<String, Object> document = new TreeMap<>();
            document.put("folder", folder.toString());
            document.put("kernels", ofKernels);
            document.put("networks", ofNetworks);
            JsonOutput.print(surroundings.out(), document);
            return;
        }
        surroundings
                .out()
                .printf(
                        "%d kernels and %d networks in %s%nOn the device: python3 measure.py, or node measure.mjs%n",
                        ofKernels, ofNetworks, folder);
        surroundings.out().flush();
    }
}
