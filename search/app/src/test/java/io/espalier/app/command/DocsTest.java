package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documents show is what tests run: a code block is a region of a test source, named in a comment above it, or
 * commands that the command line understands. {@code -Ddocs.update} writes the regions into the documents.
 */
class DocsTest {
    private static final Path ROOT = root();
    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- region: (?<file>[^#\\s]+)(?:#(?<tag>\\S+))? -->\\n)?```(?<language>\\w*)\\n(?<body>.*?)```\\n",
            Pattern.DOTALL);
    /** Commands that are not ours, as CI runs them. */
    private static final Set<String> BUILD_COMMANDS = Set.of("mvn -q verify");

    @TempDir
    Path folder;

    static Stream<Path> documents() {
        return Stream.of(ROOT.resolve("README.md"), ROOT.resolve("docs/guide.md"));
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("espalier"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void showsTheRegionsOfTests(Path document) throws IOException {
        String text = Files.readString(document);
        String updated =
                BLOCK.matcher(text).replaceAll(block -> Matcher.quoteReplacement(withRegion(block.group(), text)));
        if (System.getProperty("docs.update") != null) {
            Files.writeString(document, updated);
        } else {
            assertThat(text)
                    .as("%s shows other code than is tested; -Ddocs.update writes it anew", document.getFileName())
                    .isEqualTo(updated);
        }
    }

    /** The block with the code that it should show. */
    private static String withRegion(String block, String document) {
        Matcher parts = BLOCK.matcher(block);
        if (!parts.matches() || parts.group("file") == null) {
            return block;
        }
        String body = region(ROOT.resolve(parts.group("file")), parts.group("tag"));
        return block.substring(0, parts.start("body")) + body + block.substring(parts.end("body"));
    }

    private static String region(Path file, String tag) {
        List<String> lines = new ArrayList<>();
        boolean inside = tag == null;
        try {
            for (String line : Files.readAllLines(file)) {
                if (tag != null && line.contains("end::" + tag + "[]")) {
                    inside = false;
                } else if (inside) {
                    lines.add(line);
                } else if (line.contains("tag::" + tag + "[]")) {
                    inside = true;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("A document names the file (%s).".formatted(file), e);
        }
        assertThat(lines).as("region %s of %s", tag, file).isNotEmpty();
        return String.join("\n", lines).stripIndent() + "\n";
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyOtherBlockIsCommandsThatAreUnderstood(Path document) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(document));
        int commands = 0;
        while (blocks.find()) {
            if (blocks.group("file") != null) {
                continue;
            }
            assertThat(blocks.group("language")).as("a block without a region").isIn("sh", "");
            String joined = blocks.group("body").replaceAll("\\\\\\n\\s*", " ");
            for (String line : joined.lines().filter(text -> !text.isBlank()).toList()) {
                understand(line);
                commands++;
            }
        }
        assertThat(commands).isPositive();
    }

    private void understand(String line) {
        if (BUILD_COMMANDS.contains(line)) {
            return;
        }
        assertThat(line).startsWith("./espalier ");
        assertThatCode(() -> Main.commands(new Shell(folder).surroundings()).parseArgs(words(line)))
                .as(line)
                .doesNotThrowAnyException();
    }

    /** The words behind the first, as a shell splits them. */
    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)").matcher(line);
        while (matcher.find()) {
            words.add(Stream.of(1, 2, 3)
                    .map(matcher::group)
                    .filter(group -> group != null)
                    .findFirst()
                    .orElseThrow());
        }
        return words.stream().skip(1).toArray(String[]::new);
    }

    @Test
    void theExampleOfACostModelIsShort() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("search/app/src/test/resources/guide/ActivationTraffic.java")))
                .hasSizeLessThanOrEqualTo(30);
    }
}
