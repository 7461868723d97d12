package io.espalier.app.search;

import io.espalier.app.ModelFile;
import io.espalier.app.data.ModelData;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostModels;
import io.espalier.cost.derived.PriceCostModel;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.json.ProfileRepository;
import io.espalier.search.SearchRequest;
import io.espalier.search.evaluate.CostCatalog;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Objective;
import io.espalier.search.objective.Vocabulary;
import io.espalier.search.space.DecisionKind;
import io.espalier.training.Accuracy;
import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.ParentCheck;
import io.espalier.training.Supervision;
import io.espalier.training.data.Batches;
import io.espalier.training.data.DataSplits;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.metric.EvaluationSet;
import io.espalier.training.metric.EvaluatorCommand;
import io.espalier.training.metric.Metric;
import io.espalier.training.metric.Subject;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Loads what a search was asked for and checks it, cheap things first, before any work. */
public final class SearchSetup {
    private static final Duration BUILT_IN_LIMIT = Duration.ofMinutes(4);
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int BATCH = 100;

    private final InferenceRuntime runtime;
    private final ProfileRepository profiles;
    private final Map<String, String> environment;
    private final Consumer<String> notes;

    /**
     * @param environment where {@code ESPALIER_DATA} may be set
     * @param notes hears what the user should know, a line each
     */
    public SearchSetup(
            InferenceRuntime runtime,
            ProfileRepository profiles,
            Map<String, String> environment,
            Consumer<String> notes) {
        this.runtime = runtime;
        this.profiles = profiles;
        this.environment = Map.copyOf(environment);
        this.notes = notes;
    }

    /**
     * The request, loaded.
     *
     * @param started when the command began
     * @throws IllegalArgumentException when something asked for makes no sense
     */
    public SearchRequest request(SearchAsked asked, Instant started) {
        List<CostModel> plugins = asked.plugins().map(CostModels::discover).orElse(List.of());
        ChosenProfiles chosen = ChosenProfiles.of(asked, profiles, runtime);
        asked.pricePerHour().ifPresent(PriceCostModel::requirePrice);
        Vocabulary vocabulary = CostCatalog.vocabulary(
                chosen.profiles().stream().map(profile -> profile.id().value()).toList(),
                plugins,
                asked.pricePerHour());
        List<Objective> objectives = Objective.parseAll(asked.objectives(), vocabulary);
        Vocabulary named = vocabulary.with(objectives);
        List<Constraint> constraints = asked.constraints().stream()
                .map(text -> Constraint.parse(text, named))
                .toList();
        ModelFile model = ModelFile.of(asked.model(), asked.workingDirectory());
        ModelData data = ModelData.open(model, asked.data(), environment, asked.workingDirectory());
        data.warnings().forEach(notes);
        DataSplits splits = data.splits();
        notes.accept(splits.explanation());
        Metric metric = data.metric(asked.task());
        Supervision supervision = data.supervision(asked.task());
        Accuracy parent = checkedAccuracy(data, metric, splits);

        SearchRequest.Builder builder = SearchRequest.builder(
                        model.name(), model.model(), model.sha256(), splits, asked.out())
                .task(metric, supervision)
                .card(model.card().orElse(null))
                .profiles(chosen.profiles(), chosen.here())
                .plugins(plugins)
                .objectives(objectives)
                .constraints(constraints)
                .seed(asked.seed())
                .threads(chosen.threads())
                .evaluators(evaluators(chosen.threads()))
                .parentAccuracy(parent)
                .augmentation(data.source().augmentation())
                .trainingThreads(Runtime.getRuntime().availableProcessors())
                .resume(asked.resume())
                .description(asked.description());
        asked.decisions().map(DecisionKind::parse).ifPresent(builder::decisions);
        if (chosen.extensible()) {
            builder.extendProfile(this::keep);
        }
        asked.pricePerHour().ifPresent(builder::pricePerHour);
        asked.budget().ifPresent(builder::budget);
        if (asked.timeLimit().isPresent() || asked.budget().isEmpty()) {
            Duration usual = asked.model().equals(ModelFile.BUILT_IN) ? BUILT_IN_LIMIT : LIMIT;
            builder.timeLimit(asked.timeLimit().orElse(usual), started);
        }
        return builder.build();
    }

    private void keep(HardwareProfile profile) {
        profiles.save(profile);
    }

    private static int evaluators(int threads) {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    }

    /**
     * Checks that the model does what it is for on search-validation: a classifier of images by its right labels, and by
     * what is asked for.
     */
    private Accuracy checkedAccuracy(ModelData data, Metric metric, DataSplits splits) {
        Subject parent = data.model().subject(runtime, Runtime.getRuntime().availableProcessors());
        Optional<ImageExamples> images = splits.searchValidation().images();
        boolean isOfRightLabels = images.isPresent() && metric.name().equals("top1");
        if (images.isPresent() && !(metric instanceof EvaluatorCommand)) {
            try (InferenceSession session = parent.open()) {
                ParentCheck check = ParentCheck.of(
                                AccuracyEvaluator.classifier(session, images.get()),
                                new ParentCheck.Subject(images.get(), data.classes()),
                                ParentCheck.stated(data.model().card().orElse(null), data.source()))
                        .orThrow();
                notes.accept(check.message());
                if (isOfRightLabels) {
                    return check.measured();
                }
            }
        }
        EvaluationSet validation =
                new EvaluationSet(EvaluationSet.VALIDATION, Batches.of(splits.searchValidation(), data.batch(BATCH)));
        ParentCheck check = ParentCheck.of(metric.of(parent, validation), metric.guessing(), data.stated(metric))
                .orThrow();
        notes.accept(check.message());
        return check.measured();
    }
}
