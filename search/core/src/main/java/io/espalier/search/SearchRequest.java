package io.espalier.search;

import io.espalier.cost.CostModel;
import io.espalier.profile.HardwareProfile;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Objective;
import io.espalier.search.space.DecisionKind;
import io.espalier.training.Accuracy;
import io.espalier.training.Schedule;
import io.espalier.training.Supervision;
import io.espalier.training.data.Augmentation;
import io.espalier.training.data.DataSplits;
import io.espalier.training.metric.Metric;
import io.espalier.training.metric.Metrics;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that a run is asked for, loaded and checked. Immutable; made by {@link #builder}. */
public final class SearchRequest {
    private final Builder values;

    private SearchRequest(Builder values) {
        this.values = values;
    }

    /**
     * @param model as the user gave it
     * @param modelHash SHA-256 (hex) of its file
     * @param out the run directory
     */
    public static Builder builder(String modelName, Model model, String modelHash, DataSplits splits, Path out) {
        return new Builder(modelName, model, modelHash, splits, out);
    }

    public String modelName() {
        return values.modelName;
    }

    public Model model() {
        return values.model;
    }

    public String modelHash() {
        return values.modelHash;
    }

    public DataSplits splits() {
        return values.splits;
    }

    /** What accuracy is; by default what fits the data's targets. */
    public Metric metric() {
        return Objects.requireNonNull(values.metric, "what build sees to");
    }

    /** What cuts learn when they are tuned; by default the data's targets. */
    public Supervision supervision() {
        return Objects.requireNonNull(values.supervision, "what build sees to");
    }

    public Path out() {
        return values.out;
    }

    public Optional<ModelCard> card() {
        return Optional.ofNullable(values.card);
    }

    /** In the user's order; the first may be extended by measuring. */
    public List<HardwareProfile> profiles() {
        return values.profiles;
    }

    /** Whether the first profile is of this machine and runtime, so that results are measured. */
    public boolean deviceIsHere() {
        return values.deviceIsHere;
    }

    /** Whether the first profile is extended by what this space still needs, and where it is then kept. */
    public Optional<Consumer<HardwareProfile>> profileKeeper() {
        return Optional.ofNullable(values.profileKeeper);
    }

    public List<CostModel> plugins() {
        return values.plugins;
    }

    /** What the machine costs an hour; empty where nobody said. */
    public OptionalDouble pricePerHour() {
        return values.pricePerHour == null ? OptionalDouble.empty() : OptionalDouble.of(values.pricePerHour);
    }

    public List<Objective> objectives() {
        return values.objectives;
    }

    public List<Constraint> constraints() {
        return values.constraints;
    }

    public Set<DecisionKind> decisions() {
        return Collections.unmodifiableSet(values.decisions);
    }

    /** Candidates to be scored. */
    public OptionalInt budget() {
        return values.budget == null ? OptionalInt.empty() : OptionalInt.of(values.budget);
    }

    public Optional<Duration> timeLimit() {
        return Optional.ofNullable(values.timeLimit);
    }

    /** When the command began; the time limit counts from here. */
    public Optional<Instant> started() {
        return Optional.ofNullable(values.started);
    }

    public long seed() {
        return values.seed;
    }

    /** Threads inside one inference of the deployed model. */
    public int threads() {
        return values.threads;
    }

    /** Candidates evaluated side by side. */
    public int evaluators() {
        return values.evaluators;
    }

    /** How a cut is tuned. @param steps number of updates, 1 or more */
    public Schedule tuning(int steps) {
        return Schedule.fineTuning(steps).withAugmentation(values.augmentation);
    }

    /** Accuracy of the parent on search-validation, where it is known already. */
    public Optional<Accuracy> parentAccuracy() {
        return Optional.ofNullable(values.parentAccuracy);
    }

    /** Threads of the training engine, for all trainings side by side. */
    public int trainingThreads() {
        return values.trainingThreads;
    }

    /** Name of the importance that orders channels. */
    public String importance() {
        return values.importance;
    }

    /** What is tuned and for how long; by default it follows from budget or time. */
    Optional<TuningPlan> tuningPlan() {
        return Optional.ofNullable(values.tuningPlan);
    }

    /** Whether the run in {@link #out} goes on. */
    public boolean resume() {
        return values.resume;
    }

    /** The request as the user wrote it, for {@code run.json}. */
    public Map<String, Object> description() {
        return Collections.unmodifiableMap(values.description);
    }

    /** Collects what is asked for; {@link #build} checks it. */
    public static final class Builder {
        private final String modelName;
        private final Model model;
        private final String modelHash;
        private final DataSplits splits;
        private final Path out;
        private @Nullable Metric metric;
        private @Nullable Supervision supervision;
        private @Nullable ModelCard card;
        private List<HardwareProfile> profiles = List.of();
        private boolean deviceIsHere = true;
        private @Nullable Consumer<HardwareProfile> profileKeeper;
        private List<CostModel> plugins = List.of();
        private @Nullable Double pricePerHour;
        private List<Objective> objectives = List.of();
        private List<Constraint> constraints = List.of();
        private Set<DecisionKind> decisions = EnumSet.allOf(DecisionKind.class);
        private @Nullable Integer budget;
        private @Nullable Duration timeLimit;
        private @Nullable Instant started;
        private long seed = 1;
        private int threads = 1;
        private int evaluators = 1;
        private int trainingThreads = 1;
        private String importance = "l1";
        private Augmentation augmentation = Augmentation.flipAndShift();
        private @Nullable Accuracy parentAccuracy;
        private @Nullable TuningPlan tuningPlan;
        private boolean resume;
        private Map<String, Object> description = Map.of();

        private Builder(String modelName, Model model, String modelHash, DataSplits splits, Path out) {
            this.modelName = modelName;
            this.model = model;
            this.modelHash = modelHash;
            this.splits = splits;
            this.out = out;
        }

        /** @param what accuracy is @param learnt what cuts learn when they are tuned */
        public Builder task(Metric what, Supervision learnt) {
            metric = what;
            supervision = learnt;
            return this;
        }

        public Builder card(@Nullable ModelCard newCard) {
            card = newCard;
            return this;
        }

        /** @param here whether the first is of this machine and runtime */
        public Builder profiles(List<HardwareProfile> newProfiles, boolean here) {
            profiles = List.copyOf(newProfiles);
            deviceIsHere = here;
            return this;
        }

        /** Lets the first profile be extended. @param keeper is handed every state worth keeping */
        public Builder extendProfile(Consumer<HardwareProfile> keeper) {
            profileKeeper = keeper;
            return this;
        }

        public Builder plugins(List<CostModel> models) {
            plugins = List.copyOf(models);
            return this;
        }

        /** @param money what the machine costs an hour, above 0 */
        public Builder pricePerHour(double money) {
            pricePerHour = money;
            return this;
        }

        public Builder objectives(List<Objective> newObjectives) {
            objectives = List.copyOf(newObjectives);
            return this;
        }

        public Builder constraints(List<Constraint> newConstraints) {
            constraints = List.copyOf(newConstraints);
            return this;
        }

        public Builder decisions(Set<DecisionKind> kinds) {
            decisions = EnumSet.copyOf(kinds);
            return this;
        }

        public Builder budget(int candidates) {
            budget = candidates;
            return this;
        }

        /** @param begun when the command began */
        public Builder timeLimit(Duration limit, Instant begun) {
            timeLimit = limit;
            started = begun;
            return this;
        }

        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        public Builder threads(int newThreads) {
            threads = newThreads;
            return this;
        }

        public Builder evaluators(int newEvaluators) {
            evaluators = newEvaluators;
            return this;
        }

        public Builder trainingThreads(int newThreads) {
            trainingThreads = newThreads;
            return this;
        }

        /** @param views that cuts are tuned with */
        public Builder augmentation(Augmentation views) {
            augmentation = views;
            return this;
        }

        /** @param known accuracy of the parent on all of search-validation, so that it is not measured again */
        public Builder parentAccuracy(Accuracy known) {
            parentAccuracy = known;
            return this;
        }

        public Builder importance(String name) {
            importance = name;
            return this;
        }

        /**
         * Overrules what budget or time say of tuning.
         *
         * @param contenders cuts trained briefly, from which the finalists are chosen; 0: none is
         * @param briefSteps of each contender
         * @param finalists cuts trained in full
         * @param steps of each finalist
         */
        public Builder tuning(int contenders, int briefSteps, int finalists, int steps) {
            tuningPlan = new TuningPlan(contenders, briefSteps, finalists, steps);
            return this;
        }

        public Builder resume(boolean newResume) {
            resume = newResume;
            return this;
        }

        public Builder description(Map<String, Object> asWritten) {
            description = new LinkedHashMap<>(asWritten);
            return this;
        }

        /** @throws IllegalArgumentException when something is missing or out of range */
        public SearchRequest build() {
            if (budget == null && timeLimit == null) {
                throw new IllegalArgumentException("A search needs an end.\nMaybe --budget 200 or --time-limit 30m.");
            }
            if (budget != null && budget < 1) {
                throw new IllegalArgumentException("The budget (%d) must be 1 or more.".formatted(budget));
            }
            if (threads < 1 || evaluators < 1 || trainingThreads < 1) {
                throw new IllegalArgumentException(
                        "Threads (%d), evaluators (%d) and training threads (%d) must be 1 or more."
                                .formatted(threads, evaluators, trainingThreads));
            }
            if (profiles.isEmpty()) {
                throw new IllegalArgumentException("A search needs a profile.");
            }
            if (metric == null) {
                metric =
                        Metrics.of(Optional.empty(), model.graph(), splits.fit().targets(), splits::fit);
            }
            if (supervision == null) {
                supervision =
                        Supervision.of(List.of(), model.graph(), splits.fit().targets());
            }
            return new SearchRequest(this);
        }
    }
}
