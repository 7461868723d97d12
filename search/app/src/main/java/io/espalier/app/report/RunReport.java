package io.espalier.app.report;

import io.espalier.zoo.file.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code report.html} and {@code front.svg} of a run directory from its {@code front.json} and {@code run.json}. */
public final class RunReport {
    private static final JsonMapper JSON = JsonMapper.shared();

    private RunReport() {}

    /**
     * Renders the run in {@code directory}; both files are replaced whole.
     *
     * @throws IllegalArgumentException when the folder holds no front
     */
    public static void write(Path directory) throws IOException {
        JsonNode front = read(directory.resolve("front.json"));
        JsonNode run = read(directory.resolve("run.json"));
        FrontFile file = FrontFile.of(front, run);
        List<String> drawings = new ArrayList<>();
        for (DrawnCost cost : file.costs()) {
            drawings.add(FrontSvg.draw(file.models(), cost));
        }
        AtomicFiles.write(directory.resolve("front.svg"), drawings.get(0));
        String html = HtmlReport.render(file, run, String.join("", drawings));
        AtomicFiles.write(directory.resolve("report.html"), html);
    }

    private static JsonNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "There is no file (%s).\nMaybe the folder is not the --out of a search, or the search has not found a front yet."
                            .formatted(file));
        }
        return JSON.readTree(Files.readString(file));
    }
}
