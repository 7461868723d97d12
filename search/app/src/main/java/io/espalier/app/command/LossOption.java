package io.espalier.app.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a model learns. */
final class LossOption {
    @Option(
            names = "--loss",
            paramLabel = "KIND[:OUTPUT[=TARGET]]",
            description =
                    "cross-entropy or mse of an output by a target of the data; several are added. Default: every output with a target, cross-entropy where it holds whole numbers.")
    private List<String> losses = new ArrayList<>();

    List<String> losses() {
        return List.copyOf(losses);
    }
}
