package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.app.inspect.Inspection;
import io.espalier.profile.HardwareProfile;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what Espalier sees in a model. */
@Command(
        name = "inspect",
        description = "Shows layers, shapes, MACs, parameters, channel groups and removable blocks of a model.",
        footer = {"", "Example: espalier inspect --model resnet20.onnx"})
final class InspectCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--profile",
            paramLabel = "ID|FILE",
            description = "A hardware profile: adds the cost of each kernel.")
    private @Nullable String profile;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    InspectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Optional<HardwareProfile> loaded = Optional.ofNullable(profile).map(surroundings::profile);
        ModelFile file = model.open(surroundings);
        Inspection inspection = Inspection.of(file.model().graph(), loaded);
        if (json) {
            JsonOutput.print(surroundings.out(), inspection);
        } else {
            InspectionText.print(inspection, surroundings.out());
        }
        return Failures.DONE;
    }
}
