package io.espalier.app.command;

import io.espalier.app.prune.OneShotPruning;
import java.io.PrintWriter;
import java.util.Locale;

/** What was cut, for people. */
final class PruningText {
    private PruningText() {}

    static void print(OneShotPruning.Outcome outcome, PrintWriter out) {
        Table table = new Table("channel group", "kept", "of");
        for (OneShotPruning.GroupCut group : outcome.groups()) {
            table.row(group.id(), String.valueOf(group.kept()), String.valueOf(group.channels()));
        }
        table.print(out);
        out.printf(
                Locale.ROOT,
                "MACs %,d -> %,d (%.1f %%), parameters %,d -> %,d (%.1f %%)%n",
                outcome.macs().before(),
                outcome.macs().after(),
                100.0 * outcome.macs().after() / Math.max(1, outcome.macs().before()),
                outcome.params().before(),
                outcome.params().after(),
                100.0 * outcome.params().after() / Math.max(1, outcome.params().before()));
        for (OneShotPruning.Check check : outcome.verified()) {
            out.printf(
                    Locale.ROOT,
                    "verified %s: worst difference %.3g (allowed %.3g)%s%n",
                    check.plan(),
                    check.difference(),
                    check.tolerance(),
                    ending(check));
        }
        out.flush();
    }

    private static String ending(OneShotPruning.Check check) {
        if (!check.passed()) {
            return " FAILED";
        }
        return check.beforeChoices()
                ? " before the network chooses among its values: nearly equal ones changed places behind"
                : "";
    }
}
