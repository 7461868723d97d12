package io.espalier.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {

    private static final String FRONT = """
            {"parent": {"precision": "fp32", "accuracy": {"val": {"value": 0.91, "se": 0.004}, "test": {"value": 0.915, "se": 0.003}},
                        "costs": {"latency@here": {"unit": "ms", "predicted": {"value": 0.46}, "measured": {"p10": 0.45}}, "size": {"predicted": {"value": 1100000}}}},
             "baselines": [{"id": "parent-int8", "precision": "int8", "accuracy": {"val": {"value": 0.909, "se": 0.004}},
                            "costs": {"latency@here": {"unit": "ms", "predicted": {"value": 0.2}, "measured": {"p10": 0.21}, "ofParent": 0.47}}}],
             "points": [{"id": "p01-int8-ab12", "key": "00", "precision": "int8",
                         "decisions": {"widths": {"conv<1>": {"kept": 8, "of": 16}}, "removedBlocks": ["block 4"], "precision": "int8"},
                         "accuracy": {"val": {"value": 0.9, "se": 0.004}, "test": {"value": 0.899, "se": 0.003}, "testLessParent": {"value": -0.016, "se": 0.002}},
                         "costs": {"latency@here": {"unit": "ms", "predicted": {"value": 0.2, "low": 0.18, "high": 0.22, "confidence": "interpolated"},
                                                    "measured": {"p10": 0.16, "median": 0.17, "p95": 0.2, "runs": 100}, "ofParent": 0.36, "ofParentAtSamePrecision": 0.76}},
                         "marks": ["knee"], "file": "models/p01-int8-ab12/model.onnx"}],
             "dropped": [{"id": "p02", "key": "01", "reason": "not faster: 1.01 of the parent"}], "hypervolume": 0.4321,
             "winnersCurse": {"advantage": 0.006, "se": 0.005}}
            """;

    @TempDir
    Path run;

    @BeforeEach
    void writeRun() throws IOException {
        Files.writeString(run.resolve("front.json"), FRONT);
        Files.writeString(run.resolve("run.json"), "{\"request\": {\"model\": \"a<b>.onnx\"}, \"seed\": 1}");
    }

    @Test
    void pageShowsPointsBaselinesAndWhatWasDropped() throws IOException {
        RunReport.write(run);

        String page = Files.readString(run.resolve("report.html"));
        assertThat(page)
                .contains("<title>Espalier: a&lt;b&gt;.onnx</title>")
                .contains("parent-int8")
                .contains("<td>89.90 ± 0.30 %</td><td>-1.60 ± 0.20</td>")
                .contains("<td>36.0 %</td><td>76.0 %</td>")
                .contains("conv&lt;1&gt;: 8 of 16")
                .contains("without block 4")
                .contains("not faster: 1.01 of the parent")
                .contains("better than on the test images by +0.60 ± 0.50 %")
                .contains("median error of the predicted latency of the points 25.0 %");
        assertThat(page.length()).isLessThan(500_000);
    }

    @Test
    void pageSendsNoRequest() throws IOException {
        RunReport.write(run);

        String page = Files.readString(run.resolve("report.html"));
        assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "src=", "@import", "url(");
    }

    @Test
    void drawingHasAGroupForEachModel() throws IOException {
        RunReport.write(run);

        String drawing = Files.readString(run.resolve("front.svg"));
        assertThat(drawing.split("class=\"model\"", -1)).hasSize(4);
        assertThat(drawing).contains("p01-int8-ab12 (int8)\nvalidation 90.00 ± 0.40 %");
    }

    @Test
    void aPredictedFrontSaysSo() throws IOException {
        Files.writeString(run.resolve("front.json"), FRONT.replaceAll("\"measured\": \\{[^}]*}", "\"measured\": null"));

        RunReport.write(run);

        assertThat(Files.readString(run.resolve("report.html"))).contains("Latencies are <b>predicted</b>");
    }

    /** Objectives that run.json names: a throughput, better high, then the latency. */
    @Test
    void everyObjectiveIsAnAxis() throws IOException {
        String throughput =
                "\"throughput@here\": {\"unit\": \"inferences/s\", \"predicted\": {\"value\": 4000}, \"measured\": {\"value\": 3500}}, ";
        Files.writeString(
                run.resolve("front.json"), FRONT.replace("\"latency@here\"", throughput + "\"latency@here\""));
        Files.writeString(
                run.resolve("run.json"),
                "{\"request\": {\"model\": \"a.onnx\"}, \"objectives\": [{\"name\": \"throughput@here\", \"better\": \"higher\"}, {\"name\": \"latency@here\", \"better\": \"lower\"}]}");

        RunReport.write(run);

        String page = Files.readString(run.resolve("report.html"));
        assertThat(page)
                .contains("throughput@here, inferences/s", "latency@here, ms")
                .contains("The throughput@here is made of what was measured on this device.")
                .contains("<td>3500.0000 inferences/s</td>");
        assertThat(page.split("<svg ", -1)).hasSize(3);
        assertThat(Files.readString(run.resolve("front.svg")))
                .contains("throughput@here, inferences/s")
                .doesNotContain("latency@here, ms");
    }

    @Test
    void aFolderWithoutAFrontIsAnError() throws IOException {
        Files.delete(run.resolve("front.json"));

        assertThatThrownBy(() -> RunReport.write(run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("There is no file (" + run.resolve("front.json") + ").\nMaybe");
    }
}
