package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.app.fuzz.FaultyFiles;
import io.espalier.app.fuzz.Fuzz;
import io.espalier.app.inspect.Inspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Inspects faulty ONNX files in one process and counts what came of it. Run by {@code benchmarks/fuzz}; {@link
 * InspectFuzzIT} runs a few hundred.
 */
final class InspectFuzz {
    private InspectFuzz() {}

    /** @param arguments how many files (10,000); number of the first (0); folders with further sound models */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        List<List<Path>> lists = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            lists.add(models(Path.of(arguments[i])));
        }
        FaultyFiles files = FaultyFiles.of(lists);
        Path folder = Files.createTempDirectory("espalier-fuzz");
        System.out.printf("faults of %d sound models; files with faults stay in %s%n", files.seeds(), folder);
        var result = fuzz(files, folder).run(first, count);
        System.out.print(result);
        System.exit(result.faults().isEmpty() ? 0 : 1);
    }

    /** What is read is inspected and printed, as the command does. */
    static Fuzz fuzz(FaultyFiles files, Path folder) {
        return new Fuzz(files, folder, InspectFuzz::inspect, thrown -> Failures.status(thrown) == Failures.BAD_INPUT);
    }

    private static void inspect(Path file) {
        Inspection inspection = Inspection.of(ModelFile.read(file).model().graph(), Optional.empty());
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        InspectionText.print(inspection, nowhere);
        JsonOutput.print(nowhere, inspection);
    }

    private static List<Path> models(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder (%s) cannot be read.".formatted(folder), e);
        }
    }
}
