package io.espalier.zoo.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.testing.ChannelNetworks;
import io.espalier.zoo.testing.ChannelNetworks.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {
    @TempDir
    Path folder;

    private static final ChannelGroups FLATTEN =
            ChannelGroups.of(ChannelNetworks.of(Family.FLATTEN, 3).graph());

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatIsWrittenIsReadAgainAsTheSamePlan(Family family) {
        ChannelGroups groups = ChannelGroups.of(ChannelNetworks.of(family, 5).graph());
        PruningPlan plan = PruningPlans.random(groups, 5);
        PlanFile written = PlanFile.of("abc", groups, plan);
        Path file = folder.resolve("plan.json");

        written.write(file);

        PlanFile read = PlanFile.read(file);
        assertThat(read).isEqualTo(written);
        assertThat(read.plan(groups)).isEqualTo(plan);
    }

    @Test
    void everyTensorAndConstantThatLosesChannelsIsListed() {
        PlanFile file = PlanFile.of("abc", FLATTEN, new PruningPlan(Map.of("hidden.weight", Longs.of(1, 4))));

        assertThat(file.weights())
                .containsOnly(
                        Map.entry("hidden.weight", Map.of(1, Longs.of(1, 4))),
                        Map.entry("hidden.bias", Map.of(0, Longs.of(1, 4))),
                        Map.entry("out.weight", Map.of(0, Longs.of(1, 4))));
        assertThat(file.tensors())
                .hasSize(2)
                .allSatisfy((tensor, axes) -> assertThat(axes).isEqualTo(Map.of(1, Longs.of(1, 4))));
    }

    @Test
    void partOfAUnitIsRefused() {
        PlanFile whole = PlanFile.of("abc", FLATTEN, new PruningPlan(Map.of("hidden.weight", Longs.of(1))));
        Map<String, Map<Integer, Longs>> weights = new LinkedHashMap<>(whole.weights());
        weights.remove("out.weight");
        PlanFile part = new PlanFile("abc", whole.tensors(), weights);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> part.plan(FLATTEN))
                .withMessageContaining("out.weight")
                .withMessageContaining("\nMaybe");
    }

    @Test
    void whatCannotBeRemovedIsRefused() {
        PlanFile frozen = new PlanFile("abc", Map.of(), Map.of("out.bias", Map.of(0, Longs.of(3))));
        PlanFile beyond = new PlanFile("abc", Map.of(), Map.of("hidden.bias", Map.of(0, Longs.of(99))));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> frozen.plan(FLATTEN))
                .withMessageContaining("out.bias");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> beyond.plan(FLATTEN))
                .withMessageContaining("99");
    }

    @Test
    void aPlanForAnotherModelIsRefused() {
        PlanFile file = new PlanFile("abc", Map.of(), Map.of());

        file.requireModel("abc");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.requireModel("def"))
                .withMessageContaining("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{\"tensors\": {}}",
                "{\"model\": \"abc\", \"tensors\": {\"t\": {\"x\": [1]}}}",
                "{\"model\": \"abc\", \"weights\": {\"w\": {\"0\": [1.5]}}}",
                "{\"model\": \"abc\", \"weights\": {\"w\": {\"0\": 7}}}"
            })
    void anotherFileIsRefusedByName(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), content);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanFile.read(file))
                .withMessageContaining("other.json")
                .withMessageContaining("\nMaybe");
    }

    @Test
    void aMissingFileIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanFile.read(folder.resolve("none.json")))
                .withMessageContaining("none.json");
    }
}
