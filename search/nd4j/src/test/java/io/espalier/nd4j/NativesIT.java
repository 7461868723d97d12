package io.espalier.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** The natives of this host are on the class path: what the profiles of the parent pom choose can be loaded. */
class NativesIT {

    @Test
    void arraysAreMultipliedByTheNativesOfThisHost() {
        assertThat(Nd4j.ones(2, 3).mmul(Nd4j.ones(3, 4)).toFloatMatrix())
                .isDeepEqualTo(new float[][] {{3, 3, 3, 3}, {3, 3, 3, 3}});
    }
}
