package io.espalier.app.command;

import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Parameters;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.Zoo;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the built-in networks. */
@Command(
        name = "list",
        description = "Lists the built-in networks; each is a model for --model zoo:NAME.",
        footer = {"", "Example: espalier zoo list"})
final class ZooListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    ZooListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<Entry> entries = Zoo.names().stream().map(Entry::of).toList();
        if (json) {
            JsonOutput.print(surroundings.out(), entries);
            return Failures.DONE;
        }
        Table table = new Table("name", "data", "test accuracy", "MACs", "parameters");
        for (Entry entry : entries) {
            table.row(
                    entry.name(),
                    entry.dataset(),
                    entry.testAccuracy() == null
                            ? "unknown"
                            : String.format(Locale.ROOT, "%.2f %%", 100 * entry.testAccuracy()),
                    String.format(Locale.ROOT, "%,d", entry.macs()),
                    String.format(Locale.ROOT, "%,d", entry.params()));
        }
        table.print(surroundings.out());
        return Failures.DONE;
    }

    /** A network in one line. @param testAccuracy 0 to 1; null when unknown */
    record Entry(String name, String dataset, @Nullable Double testAccuracy, long macs, long params) {
        static Entry of(String name) {
            ModelCard card = Zoo.card(name);
            ModelGraph graph = Zoo.architecture(name).graph();
            return new Entry(
                    name,
                    card.dataset(),
                    card.testAccuracy().orElse(null),
                    Macs.of(graph, ShapeInference.infer(graph)),
                    Parameters.of(graph));
        }
    }
}
