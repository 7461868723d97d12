package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One search by several seeds, for a device that is not here: nothing is timed. */
class RepeatIT {

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void trainModel() {
        shell = new Shell(folder);
        TrainedModel.writeTo(folder);
    }

    private JsonNode json(String file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(shell.file(file)));
    }

    private static List<String> keys(JsonNode front) {
        List<String> keys = new ArrayList<>();
        front.path("points").forEach(point -> keys.add(point.path("key").asString()));
        return keys;
    }

    private int search(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "search",
                "--model",
                "colours.onnx",
                "--data",
                "folder:colours",
                "--profile",
                "coral-edge-tpu-analytic",
                "--budget",
                "8"));
        arguments.addAll(List.of(more));
        return shell.run(arguments.toArray(String[]::new));
    }

    @Test
    void runsBySeedsThatFollowEachOtherAreSummedUpAndGoOn() throws IOException {
        assertThat(search("--seed", "3", "--repeat=2", "--out", "all"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("at most, of parent").contains("of 2 runs");
        JsonNode summary = json("all/repeat.json");
        assertThat(summary.at("/runs/0/seed").asInt()).isEqualTo(3);
        assertThat(summary.at("/runs/1/folder").asString()).isEqualTo("seed-4");
        assertThat(summary.at("/hypervolume/mean").asDouble())
                .isEqualTo((json("all/seed-3/front.json").path("hypervolume").asDouble()
                                + json("all/seed-4/front.json")
                                        .path("hypervolume")
                                        .asDouble())
                        / 2);

        // A run of the seed alone is the same run.
        assertThat(search("--seed", "4", "--out", "alone")).as(shell.err()).isZero();
        assertThat(keys(json("all/seed-4/front.json"))).isEqualTo(keys(json("alone/front.json")));

        // What is finished stays; what is not goes on from what was asked.
        FileTime finished = Files.getLastModifiedTime(shell.file("all/seed-3/front.json"));
        List<String> before = keys(json("all/seed-4/front.json"));
        Files.delete(shell.file("all/seed-4/front.json"));
        assertThat(shell.run("search", "--resume", "--out", "all"))
                .as(shell.err())
                .isZero();
        assertThat(Files.getLastModifiedTime(shell.file("all/seed-3/front.json")))
                .isEqualTo(finished);
        assertThat(keys(json("all/seed-4/front.json"))).isEqualTo(before);

        assertThat(search("--seed", "3", "--repeat", "2", "--out", "all")).isEqualTo(2);
        assertThat(shell.err()).contains("Maybe --resume goes on with the runs in it.");
    }

    @Test
    void asksForOneRunOrMore() {
        assertThat(search("--repeat", "0", "--out", "none")).isEqualTo(2);
        assertThat(shell.err()).contains("--repeat (0) must be 1 or more.");
    }
}
