package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

    @TempDir
    Path folder;

    /** The words of every command that does something. */
    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        collect(Main.commands(new Shell(Path.of("")).surroundings()), List.of(), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
        if (!words.isEmpty()) {
            all.add(words);
        }
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            collect(sub, longer, all);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(List<String> words) {
        Shell shell = new Shell(folder);
        List<String> arguments = new ArrayList<>(words);
        arguments.add("--help");
        assertThat(shell.run(arguments.toArray(String[]::new))).isZero();
        assertThat(shell.err()).isEmpty();
        assertThat(shell.out()).contains("Usage: espalier " + String.join(" ", words), "Example: espalier ");
        assertThat(shell.out().lines().filter(line -> line.length() > 80)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyExampleIsUnderstood(List<String> words) {
        CommandLine command = Main.commands(new Shell(folder).surroundings());
        CommandLine named = command;
        for (String word : words) {
            named = named.getSubcommands().get(word);
        }
        String[] footer = named.getCommandSpec().usageMessage().footer();
        String example =
                footer[footer.length - 1].replace("Example: espalier ", "").replace("%%", "%");
        command.parseArgs(example.split(" "));
    }
}
