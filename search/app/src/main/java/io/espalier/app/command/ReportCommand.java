package io.espalier.app.command;

import io.espalier.app.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Renders a finished or running search again. */
@Command(
        name = "report",
        description = "Renders the report of a finished or running search again.",
        footer = {"", "Example: espalier report runs/2026-01-31-120000-resnet20"})
final class ReportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Parameters(index = "0", paramLabel = "DIR", description = "The --out of a search.")
    private Path directory;

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Path resolved = surroundings.workingDirectory().resolve(directory);
        RunReport.write(resolved);
        surroundings.out().println(resolved.resolve("report.html"));
        return Failures.DONE;
    }
}
