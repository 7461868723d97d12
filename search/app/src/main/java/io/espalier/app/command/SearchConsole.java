package io.espalier.app.command;

import io.espalier.search.Phase;
import io.espalier.search.SearchEvent;
import io.espalier.search.SearchListener;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Objective;
import io.espalier.search.space.Recipe;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells a person how a search goes, on standard error: what to expect, a progress bar a phase, what was found. */
final class SearchConsole implements SearchListener, AutoCloseable {
    private final Surroundings surroundings;
    private @Nullable ProgressLine line;

    SearchConsole(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void on(SearchEvent event) {
        if (event instanceof SearchEvent.PhaseStarted started) {
            close();
            line = started.phase() == Phase.PARENT
                    ? null
                    : ProgressLine.open(surroundings, started.phase().id());
        } else if (event instanceof SearchEvent.Warned warned) {
            surroundings.say("%s", warned.message());
        } else if (event instanceof SearchEvent.ParentEvaluated parent) {
            surroundings.say(
                    "parent: %s on search-validation", parent.accuracy().percent());
        } else if (event instanceof SearchEvent.ProfileProgressed profile) {
            show(profile.what(), profile.done(), profile.total(), Optional.of(profile.left()));
        } else if (event instanceof SearchEvent.SpaceDescribed space) {
            describe(space);
        } else if (event instanceof SearchEvent.RungPriced priced) {
            surroundings.say("%s", text(priced));
        } else if (event instanceof SearchEvent.CandidateScored scored) {
            String text = "front %d, hypervolume %.4f, %d rejected by cost"
                    .formatted(scored.frontSize(), scored.hypervolume(), scored.rejected());
            show(text, scored.scored(), scored.expected(), scored.left());
        } else if (event instanceof SearchEvent.CutsChosen chosen) {
            surroundings.say(
                    "%s: %d cuts, about %d steps each",
                    chosen.rung().id(), chosen.cuts().size(), chosen.steps());
        } else if (event instanceof SearchEvent.TuningProgressed tuning) {
            show(tuning);
        } else if (event instanceof SearchEvent.CandidateTuned tuned) {
            surroundings.say("tuned %d of %d: %s", tuned.finalist(), tuned.finalists(), text(tuned.evaluated()));
        } else if (event instanceof SearchEvent.MeasuringProgressed measuring) {
            show("latency of what is exported", measuring.done(), measuring.total(), measuring.left());
        } else if (event instanceof SearchEvent.SearchFinished) {
            close();
        }
    }

    private static String text(SearchEvent.RungPriced priced) {
        String what = priced.steps() == 0 ? "a candidate" : "a cut of %d steps".formatted(priced.steps());
        return "%s: %s %s, %d side by side, about %d fit"
                .formatted(priced.rung().id(), seconds(priced.each()), what, priced.sideBySide(), priced.fitting());
    }

    private void show(SearchEvent.TuningProgressed tuning) {
        long done = (long) (tuning.cut() - 1) * tuning.steps() + (long) tuning.sideBySide() * tuning.step();
        int last = tuning.cut() + tuning.sideBySide() - 1;
        String which = tuning.sideBySide() == 1 ? "" + last : tuning.cut() + "-" + last;
        // An engine need not tell its loss.
        String loss = Double.isNaN(tuning.loss()) ? "" : ", loss %.3f".formatted(tuning.loss());
        String text = "%s: cut %s of %d%s".formatted(tuning.rung().id(), which, tuning.cuts(), loss);
        show(text, done, (long) tuning.cuts() * tuning.steps(), tuning.left());
    }

    private void show(String message, long done, long total, Optional<Duration> left) {
        if (line == null) {
            return;
        }
        if (left.isPresent()) {
            line.show(message, done, total, left.get());
        } else {
            line.show(message, done, total);
        }
    }

    private void describe(SearchEvent.SpaceDescribed space) {
        surroundings.say(
                "space: %d decisions, %.3g candidates",
                space.space().size(), space.space().candidates());
        surroundings.say("predicted costs of the smallest, middle and largest candidate, and of the parent:");
        for (String metric : space.parent().costs().keySet()) {
            surroundings.say(
                    "  %-14s %s  %s  %s  parent %s %s",
                    metric,
                    value(space.smallest(), metric),
                    value(space.middle(), metric),
                    value(space.largest(), metric),
                    value(space.parent(), metric),
                    space.parent().cost(metric).metric().unit());
        }
        for (Objective objective : space.goals().costObjectives()) {
            if (!space.parent().costs().containsKey(objective.name())) {
                surroundings.say(
                        "  %-14s %s  %s  %s  parent %s %s",
                        objective.name(),
                        value(space, objective, space.smallest()),
                        value(space, objective, space.middle()),
                        value(space, objective, space.largest()),
                        value(space, objective, space.parent()),
                        objective.unit());
            }
        }
        for (Map.Entry<Constraint, Boolean> constraint : space.canBeMet().entrySet()) {
            surroundings.say(
                    "  %s: %s",
                    constraint.getKey(),
                    constraint.getValue() ? "can be met" : "met by none of the sampled candidates");
        }
    }

    private static String value(SearchEvent.SpaceDescribed space, Objective objective, Priced priced) {
        return priced.isFailed()
                ? "failed"
                : String.format(Locale.ROOT, "%.4g", space.goals().value(objective, priced.values()));
    }

    private static String value(Priced priced, String metric) {
        return priced.isFailed()
                ? "failed"
                : String.format(Locale.ROOT, "%.4g", priced.cost(metric).value());
    }

    private static String text(Evaluated evaluated) {
        return evaluated.isDone()
                ? "%.2f %%, %s"
                        .formatted(
                                100 * evaluated.trial().accuracy(),
                                text(evaluated.priced().recipe()))
                : "failed: " + evaluated.trial().failure();
    }

    private static String text(Recipe recipe) {
        return "%s, without %s, kept %s".formatted(recipe.precisionName(), recipe.removedBlocks(), recipe.keptUnits());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
            line = null;
        }
    }
}
