package io.espalier.search.export;

import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.training.Accuracy;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Writes into each model where it comes from. */
public final class Provenance {
    private final String parentName;
    private final String parentHash;
    private final List<String> profiles;
    private final long seed;
    private final SortedMap<String, String> versions;

    /** @param parentHash SHA-256 of the parent's file */
    public Provenance(
            String parentName,
            String parentHash,
            List<String> profiles,
            long seed,
            SortedMap<String, String> versions) {
        this.parentName = parentName;
        this.parentHash = parentHash;
        this.profiles = List.copyOf(profiles);
        this.seed = seed;
        this.versions = versions;
    }

    /** The same network with its origin among the file's properties. */
    public Model stamped(Model model, CandidateId key, Recipe recipe, Accuracy validation) {
        ModelGraph.Builder graph = model.graph().toBuilder();
        fields(key, recipe).forEach((name, value) -> graph.metadata("espalier." + name, value));
        graph.metadata("espalier.accuracy.val", Double.toString(validation.value()));
        return new Model(graph.build(), model.weights());
    }

    private Map<String, String> fields(CandidateId key, Recipe recipe) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", key.hash());
        fields.put("parent", parentName);
        fields.put("parentSha256", parentHash);
        fields.put("removedBlocks", String.join(" ", recipe.removedBlocks()));
        fields.put("keptUnits", recipe.keptUnits().toString());
        fields.put("precision", recipe.precisionName());
        fields.put("profiles", String.join(" ", profiles));
        fields.put("seed", Long.toString(seed));
        fields.put("versions", versions.toString());
        return fields;
    }

    /** Writes the card of a point beside its model. @param parent the parent's card */
    public void card(Optional<ModelCard> parent, FrontPoint point, Path file) {
        parent.ifPresent(card -> {
            Map<String, Double> accuracy = new LinkedHashMap<>();
            point.test().ifPresent(test -> accuracy.put("test", Math.max(0, test.value())));
            accuracy.put("val", Math.max(0, point.validation().value()));
            Map<String, Object> other = new LinkedHashMap<>(card.other());
            other.put("espalier", fields(point.key(), point.recipe()));
            card.with(accuracy, "Espalier, cut from " + parentName, other).write(file);
        });
    }
}
