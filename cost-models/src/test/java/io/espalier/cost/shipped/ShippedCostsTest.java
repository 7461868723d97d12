package io.espalier.cost.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.CostModel;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.testing.Profiles;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ShippedCostsTest {
    private static final HardwareProfile PROFILE = Profiles.empty();

    @Test
    void thereIsAModelForEveryMetric() {
        List<CostModel> models = ShippedCosts.profileModels(PROFILE, OptionalDouble.of(1), name -> true);
        assertThat(models).extracting(CostModel::metric).containsExactlyElementsOf(ShippedCosts.ofProfiles());
        assertThat(ShippedCosts.structureModels(1, name -> true))
                .extracting(CostModel::metric)
                .containsExactlyInAnyOrderElementsOf(ShippedCosts.ofStructures());
    }

    @Test
    void onlyWhatIsWantedIsMade() {
        assertThat(ShippedCosts.profileModels(PROFILE, OptionalDouble.of(1), "price"::equals))
                .singleElement()
                .satisfies(model -> assertThat(model.metric().name()).isEqualTo("price"));
        assertThat(ShippedCosts.structureModels(1, "macs"::equals)).hasSize(1);
    }

    @Test
    void withoutAnHourlyPriceThereIsNone() {
        assertThat(ShippedCosts.profileModels(PROFILE, OptionalDouble.empty(), name -> true))
                .noneMatch(model -> model.metric().name().equals("price"));
    }
}
