package io.espalier.zoo.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DimMathTest {
    private static final Dim N = Dim.symbol("N");
    private static final Dim H = Dim.symbol("H");

    @Test
    void productsHaveOneNameAndDivideOutAgain() {
        Dim left = DimMath.product(List.of(N, Dim.of(3), H, Dim.of(2)));
        Dim right = DimMath.product(List.of(H, Dim.of(6), N));

        assertThat(left).isEqualTo(right).hasToString("6*H*N");
        assertThat(DimMath.quotient(left, Dim.of(2))).contains(Dim.symbol("3*H*N"));
        assertThat(DimMath.quotient(left, DimMath.multiply(H, Dim.of(6)))).contains(N);
        assertThat(DimMath.quotient(left, Dim.of(4))).isEmpty();
        assertThat(DimMath.quotient(N, H)).isEmpty();
    }

    @Test
    void sumsAreFormulasThatCompareByName() {
        assertThat(DimMath.add(N, H)).isEqualTo(DimMath.add(H, N)).hasToString("(H+N)");
        assertThat(DimMath.add(N, Dim.of(-1))).hasToString("(N-1)");
        assertThat(DimMath.subtract(N, N)).isEqualTo(Dim.of(0));
        assertThat(DimMath.multiply(DimMath.add(N, Dim.of(1)), Dim.of(2))).hasToString("2*(N+1)");
    }

    @Test
    void divisionTruncates() {
        assertThat(DimMath.divide(Dim.of(-7), Dim.of(2))).isEqualTo(Dim.of(-3));
        assertThat(DimMath.divide(H, Dim.of(2))).hasToString("(H/2)");
    }
}
