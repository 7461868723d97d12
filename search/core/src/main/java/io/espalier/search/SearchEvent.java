package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Goals;
import io.espalier.search.space.SearchSpace;
import io.espalier.training.Accuracy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens during a run, for progress bars, logs and reports. */
public sealed interface SearchEvent {

    /** A phase begins. */
    record PhaseStarted(Phase phase) implements SearchEvent {}

    /** Something that the user should know, but that does not stop the run. */
    record Warned(String message) implements SearchEvent {}

    /** The parent was evaluated on search-validation, at the precision it came in. */
    record ParentEvaluated(Accuracy accuracy) implements SearchEvent {}

    /** Some more of the profile was measured. @param left at this pace */
    record ProfileProgressed(String what, long done, long total, Duration left) implements SearchEvent {}

    /**
     * What can be expected, before the first evaluation.
     *
     * @param goals with what is composed of costs
     * @param smallest cost of the smallest candidate
     * @param middle cost of the one halfway in every decision
     * @param largest cost of the parent in the cheapest precision
     * @param canBeMet for each constraint on a cost, whether some candidate of a sample meets it
     */
    record SpaceDescribed(
            SearchSpace space,
            Goals goals,
            Priced parent,
            Priced smallest,
            Priced middle,
            Priced largest,
            Map<Constraint, Boolean> canBeMet)
            implements SearchEvent {}

    /**
     * What a rung costs, before anything is scored.
     *
     * @param each of one evaluation or training
     * @param fitting about how many
     * @param steps of each training; 0 where none is trained
     */
    record RungPriced(Rung rung, Duration each, int fitting, int sideBySide, int steps) implements SearchEvent {}

    /**
     * A candidate was scored on the first rung.
     *
     * @param scored how many were by now
     * @param expected how many are planned; 0 when unknown
     * @param rejected how many were rejected by their costs alone
     * @param hypervolume of the front, predicted costs
     * @param left time left of this phase, where there is a time limit
     */
    record CandidateScored(
            Evaluated evaluated,
            int scored,
            int expected,
            int rejected,
            int frontSize,
            double hypervolume,
            Optional<Duration> left)
            implements SearchEvent {}

    /** The cuts that will be tuned on a rung were chosen. */
    record CutsChosen(Rung rung, List<Priced> cuts, int steps) implements SearchEvent {}

    /**
     * Another step of tuning.
     *
     * @param cut number (from 1) of the first of those tuned side by side, which tells for all of them
     * @param cuts of the rung
     * @param left time left for tuning, on this rung and those above, where there is a time limit
     */
    record TuningProgressed(
            Rung rung, int cut, int sideBySide, int cuts, int step, int steps, double loss, Optional<Duration> left)
            implements SearchEvent {}

    /** A tuned candidate was scored on all of search-validation. */
    record CandidateTuned(Evaluated evaluated, int finalist, int finalists) implements SearchEvent {}

    /** Some more of what is exported was measured. @param left at this pace, where it is known */
    record MeasuringProgressed(long done, long total, Optional<Duration> left) implements SearchEvent {}

    /** The run is over. */
    record SearchFinished(SearchResult result) implements SearchEvent {}
}
