package io.espalier.app.command;

import io.espalier.app.data.TaskRequest;
import io.espalier.app.report.Repetition;
import io.espalier.app.report.RunReport;
import io.espalier.app.search.Espalier;
import io.espalier.app.search.SearchAsked;
import io.espalier.app.search.SearchSetup;
import io.espalier.search.SearchResult;
import io.espalier.zoo.runtime.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job. */
@Command(
        name = "search",
        description = "Finds the smaller versions of a trained model that are worth having on this machine.",
        footer = {
            "",
            "Example: espalier search --model resnet20.onnx --data cifar10:data/cifar10 --time-limit 45m --out run"
        })
final class SearchCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");

    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Mixin
    private SearchOptions options = new SearchOptions();

    @Option(names = "--resume", description = "Go on with the run in --out, with what it was asked for.")
    private boolean resume;

    @Option(names = "--json", description = "Print front.json on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    SearchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws IOException {
        Instant started = surroundings.clock().instant();
        SearchAsked asked = resume ? stored() : asked(options, surroundings.workingDirectory(), arguments());
        Espalier espalier = Espalier.create();
        if (options.repeat != 1) {
            repeat(asked, espalier, started);
            return Failures.DONE;
        }
        SearchResult result = search(asked, espalier, started);
        if (json) {
            print(result.directory().resolve("front.json"));
        } else {
            FrontTable.print(result.front(), surroundings.out());
        }
        surroundings.say("%s", result.directory().resolve("report.html"));
        return Failures.DONE;
    }

    private void repeat(SearchAsked asked, Espalier espalier, Instant started) throws IOException {
        Repetition repetition = new RepeatedSearch(asked, options.repeat, surroundings.clock())
                .run(
                        (one, begun) -> {
                            surroundings.say("seed %d:", one.seed());
                            search(one, espalier, begun);
                        },
                        started);
        if (json) {
            print(asked.out().resolve("repeat.json"));
        } else {
            RepeatedSearch.print(repetition, surroundings.out());
        }
        surroundings.say("%s", asked.out());
    }

    private SearchResult search(SearchAsked asked, Espalier espalier, Instant started) throws IOException {
        SearchSetup setup = new SearchSetup(
                OnnxRuntime.open(),
                surroundings.profiles(),
                surroundings.environment(),
                note -> surroundings.say("%s", note));
        try (SearchConsole console = new SearchConsole(surroundings)) {
            SearchResult result = espalier.search(asked.engine()).run(setup.request(asked, started), console);
            RunReport.write(result.directory());
            return result;
        }
    }

    private void print(Path file) throws IOException {
        surroundings.out().println(Files.readString(file));
        surroundings.out().flush();
    }

    private List<String> arguments() {
        return spec.commandLine().getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("search"))
                .toList();
    }

    private SearchAsked asked(SearchOptions chosen, Path folder, List<String> arguments) {
        return new SearchAsked(
                chosen.model,
                chosen.data.request(),
                new TaskRequest(chosen.metric.metric(), chosen.metric.evaluator(folder), chosen.loss.losses()),
                chosen.profiles,
                chosen.objectives,
                chosen.constraints,
                chosen.pricePerHour == null ? OptionalDouble.empty() : OptionalDouble.of(chosen.pricePerHour),
                Optional.ofNullable(chosen.decisions),
                optional(chosen.budget),
                Optional.ofNullable(chosen.timeLimit).map(text -> TimeSpans.parse("--time-limit", text)),
                chosen.seed,
                optional(chosen.threads),
                chosen.engine.open(folder),
                Optional.ofNullable(chosen.plugins).map(folder::resolve),
                out(chosen, folder),
                resume,
                folder,
                arguments);
    }

    private Path out(SearchOptions chosen, Path folder) {
        if (chosen.out != null) {
            return folder.resolve(chosen.out);
        }
        String name = chosen.model.replaceFirst("^zoo:", "").replaceFirst("\\.onnx$", "");
        String stem = String.valueOf(Path.of(name).getFileName());
        String stamp = STAMP.format(surroundings.clock().instant().atZone(ZoneId.systemDefault()));
        return folder.resolve("runs").resolve(stamp + "-" + stem);
    }

    /** What the run in {@code --out} was asked for. */
    private SearchAsked stored() throws IOException {
        if (options.out == null) {
            throw new IllegalArgumentException("--resume needs --out, the folder of the run to go on with.");
        }
        Path out = surroundings.workingDirectory().resolve(options.out);
        Path run = out.resolve("run.json");
        Path repeated = out.resolve(RepeatedSearch.REQUEST);
        JsonNode request;
        if (Files.isRegularFile(run)) {
            request = JsonMapper.shared().readTree(Files.readString(run)).path("request");
        } else if (Files.isRegularFile(repeated)) {
            request = JsonMapper.shared().readTree(Files.readString(repeated));
        } else {
            throw new IllegalArgumentException(
                    "There is no run to resume in (%s).\nMaybe leave --resume out to begin one.".formatted(out));
        }
        List<String> arguments = new ArrayList<>();
        request.path("arguments").forEach(argument -> arguments.add(argument.asString()));
        SearchCommand earlier = new SearchCommand(surroundings);
        new CommandLine(earlier).parseArgs(arguments.toArray(String[]::new));
        earlier.options.out = out;
        earlier.resume = true;
        options = earlier.options;
        return earlier.asked(
                earlier.options, Path.of(request.path("workingDirectory").asString("")), arguments);
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
