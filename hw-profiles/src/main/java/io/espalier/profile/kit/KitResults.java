package io.espalier.profile.kit;

import io.espalier.profile.DeviceFacts;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.RuntimeFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a script of a kit wrote to {@code results.csv}: facts, then a line a block. A last line without an end belongs to a
 * run that was killed, and is left out.
 */
final class KitResults {
    /** The file's name in the folder of the kit. */
    static final String NAME = "results.csv";

    private static final String COLUMNS = "round,file,us,anchor_us";
    private static final String FACT = "# ";

    private final Path file;
    private final Map<String, String> facts;
    private final Map<String, List<Block>> blocks;

    /**
     * Some runs of one model.
     *
     * @param us of a run
     * @param anchorUs of a run of the anchor network of the same precision, just before
     */
    record Block(double us, double anchorUs) {}

    private KitResults(Path file, Map<String, String> facts, Map<String, List<Block>> blocks) {
        this.file = file;
        this.facts = facts;
        this.blocks = blocks;
    }

    /** @throws InvalidProfileException when the file is missing or not what a script writes */
    static KitResults read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new InvalidProfileException(
                    "The results (%s) cannot be read: %s.\nMaybe measure.py or measure.mjs has not run in this folder yet."
                            .formatted(file, e),
                    e);
        }
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, List<Block>> blocks = new LinkedHashMap<>();
        boolean isTable = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(": ");
            if (isTable) {
                read(file, i + 1, line, blocks);
            } else if (line.startsWith(FACT) && colon > 0) {
                facts.put(line.substring(FACT.length(), colon), line.substring(colon + 2));
            } else if (line.equals(COLUMNS)) {
                isTable = true;
            } else {
                throw broken(file, i + 1, line);
            }
        }
        if (!isTable) {
            throw new InvalidProfileException(
                    "The results (%s) have no line (%s).\nMaybe this is not the file that a script of a kit writes."
                            .formatted(file, COLUMNS));
        }
        return new KitResults(file, facts, blocks);
    }

    private static void read(Path file, int number, String line, Map<String, List<Block>> blocks) {
        String[] cells = line.split(",", -1);
        if (cells.length != 4) {
            throw broken(file, number, line);
        }
        try {
            Block block = new Block(Double.parseDouble(cells[2]), Double.parseDouble(cells[3]));
            if (!(block.us() > 0 && block.anchorUs() > 0 && block.us() + block.anchorUs() < Double.MAX_VALUE)) {
                throw broken(file, number, line);
            }
            blocks.computeIfAbsent(cells[1], key -> new ArrayList<>()).add(block);
        } catch (NumberFormatException e) {
            throw broken(file, number, line);
        }
    }

    private static InvalidProfileException broken(Path file, int number, String line) {
        return new InvalidProfileException(
                "Line %d of the results (%s) is broken: (%s).\nMaybe it was edited by hand; without the line, the script measures it again."
                        .formatted(number, file, line));
    }

    List<Block> blocks(KitModel model) {
        return blocks.getOrDefault(model.file(), List.of());
    }

    /** @throws InvalidProfileException when these are the results of another plan */
    void requirePlan(Path folder) {
        if (!fact("plan").equals(KitPlanFile.hash(folder))) {
            throw new InvalidProfileException(
                    "The results (%s) are not of the plan beside them.\nMaybe the kit was written anew after it was measured: measure it again, in a fresh folder."
                            .formatted(file));
        }
    }

    RuntimeFacts runtime() {
        String[] words = fact("runtime").split(" ", 2);
        return new RuntimeFacts(words[0], words.length > 1 ? words[1] : "unknown", fact("provider"));
    }

    DeviceFacts device() {
        return new DeviceFacts(
                fact("device"), fact("architecture"), number("cores"), List.of(), List.of(), fact("system"));
    }

    int threads() {
        return number("threads");
    }

    Instant started() {
        try {
            return Instant.parse(fact("started"));
        } catch (DateTimeParseException e) {
            throw wrong("started", e);
        }
    }

    private int number(String name) {
        try {
            return Integer.parseInt(fact(name));
        } catch (NumberFormatException e) {
            throw wrong(name, e);
        }
    }

    private InvalidProfileException wrong(String name, Exception cause) {
        return new InvalidProfileException(
                "The results (%s) say (%s) for \"%s\".\nMaybe they were edited by hand."
                        .formatted(file, fact(name), name),
                cause);
    }

    private String fact(String name) {
        String value = facts.get(name);
        if (value == null) {
            throw new InvalidProfileException(
                    "The results (%s) do not say \"%s\".\nMaybe their first lines were lost.".formatted(file, name));
        }
        return value;
    }
}
