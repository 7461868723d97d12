package guide;

import io.espalier.app.ModelFile;
import io.espalier.app.data.DataRequest;
import io.espalier.app.data.ModelData;
import io.espalier.app.search.Espalier;
import io.espalier.profile.json.ProfileFile;
import io.espalier.search.SearchRequest;
import io.espalier.search.SearchResult;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.prune.PruningPlans;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The examples of docs/guide.md; GuideIT runs them. */
public final class LibraryUse {
    private LibraryUse() {}

    // tag::cut[]
    /** Cuts half of the channels of every group that can be cut. */
    public static void halve(Path onnx, Path out) {
        Model model = OnnxReader.read(onnx);
        ChannelGroups groups = ChannelGroups.of(model.graph());
        Map<String, double[]> scores = PruningPlans.scores(model, groups, Importance.of("l1", 0));
        PruningPlan plan = PruningPlans.ratio(groups, scores, 0.5, PruningPlans.Ranking.UNIFORM);
        OnnxWriter.write(Pruner.of(groups).model(model.weights(), plan), out);
    }
    // end::cut[]

    // tag::search[]
    /** Scores 20 candidates on the device of a profile, tunes the best and writes them to {@code out}. */
    public static SearchResult search(Path onnx, String data, Path profile, Path out) {
        ModelFile model = ModelFile.read(onnx);
        ModelData examples = ModelData.open(model, DataRequest.of(data), Map.of(), Path.of(""));
        SearchRequest request = SearchRequest.builder(
                        model.name(), model.model(), model.sha256(), examples.splits(), out)
                .card(model.card().orElse(null))
                .profiles(List.of(ProfileFile.read(profile)), true)
                .budget(20)
                .build();
        return Espalier.create().search().run(request, event -> {});
    }
    // end::search[]
}
