package io.espalier.search;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.json.ProfileFile;
import io.espalier.search.evaluate.CostCatalog;
import io.espalier.search.evaluate.EvaluationData;
import io.espalier.search.evaluate.Pricing;
import io.espalier.search.objective.Goals;
import io.espalier.search.objective.MetricName;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.SearchSpace;
import io.espalier.training.Accuracy;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run stands on once its profile is measured and its parent evaluated.
 *
 * @param precisions that candidates may have, ascending in bits
 * @param parentAccuracy on all of search-validation, at the precision the parent came in
 */
record Ground(
        EvaluationData data,
        Assembler assembler,
        SearchSpace space,
        List<HardwareProfile> profiles,
        List<Precision> precisions,
        CostCatalog catalog,
        Pricing pricing,
        Goals goals,
        Accuracy parentAccuracy) {

    /** Name of the latency on the first profile, the one that is measured. */
    String latency() {
        return new MetricName(CostCatalog.LATENCY, profiles.get(0).id().value()).toString();
    }

    /** Content hash of the profiles: predicted costs depend on it. */
    String profilesHash() {
        return profiles.stream().map(ProfileFile::contentHash).collect(Collectors.joining("+"));
    }
}
