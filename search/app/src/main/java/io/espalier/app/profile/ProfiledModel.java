package io.espalier.app.profile;

import io.espalier.app.ModelFile;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.measure.WidthDivisors;
import io.espalier.profile.measure.WidthSweep;
import io.espalier.search.space.Parent;
import io.espalier.search.space.SpaceBuilder;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.model.MobileNetV2;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.model.ShuffleNetV2;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network whose kernels a profile is to know, with those of what it can be cut to.
 *
 * @param parent with any importance: what is kept does not matter for latency
 */
public record ProfiledModel(String name, Parent parent) {
    private static final int CLASSES = 10;

    /** @throws IllegalArgumentException when the file is quantized already */
    public static ProfiledModel of(ModelFile file) {
        if (file.isQuantized()) {
            throw new IllegalArgumentException(
                    "The model (%s) is quantized already.\nMaybe give its floating-point form: it is quantized here where it is measured in int8."
                            .formatted(file.name()));
        }
        return of(file.name(), file.model(), file.sha256());
    }

    /** What most users search: small ResNets, MobileNetV2 and ShuffleNetV2 for 32×32 images. */
    public static List<ProfiledModel> families() {
        List<ResNet.Stage> stages = List.of(new ResNet.Stage(32, 3), new ResNet.Stage(64, 3), new ResNet.Stage(128, 3));
        return List.of(
                of("resnet20", ResNet.cifar(3, CLASSES).initialized(1)),
                of("resnet20-wide", new ResNet("resnet20-wide", 3, 32, 32, stages, CLASSES).initialized(1)),
                of("mobilenetv2", MobileNetV2.cifar(CLASSES).initialized(1)),
                of("shufflenetv2", ShuffleNetV2.cifar(CLASSES).initialized(1)));
    }

    private static ProfiledModel of(String name, Model model) {
        return of(name, model, name);
    }

    private static ProfiledModel of(String name, Model model, String hash) {
        // Which channels go does not matter for latency: the cheapest importance will do.
        return new ProfiledModel(name, Parent.of(model, hash, Importance.of("l1", 0)));
    }

    /** By channel group: kept counts that are multiples of it lie on the device's steps at all of {@code precisions}. */
    public Map<String, Integer> divisors(HardwareProfile profile, List<Precision> precisions) {
        Map<String, Integer> divisors = new HashMap<>();
        for (WidthSweep sweep : new SpaceBuilder(parent).sweeps()) {
            List<Integer> ascending = WidthDivisors.ofGroup(List.of(profile), sweep, precisions);
            divisors.put(sweep.group(), ascending.get(ascending.size() - 1));
        }
        return divisors;
    }

    /** Why it has no 8-bit form, if it has none. */
    Optional<String> refusal() {
        return QdqQuantizer.refusal(parent.model().graph());
    }
}
