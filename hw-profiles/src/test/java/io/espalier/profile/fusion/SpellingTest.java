package io.espalier.profile.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.testing.NetworkBuilder;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final Spelling SILU = Spelling.parse("Mul(x, Sigmoid(x))");

    private final NetworkBuilder net = new NetworkBuilder(1, 17);

    private static Node last(ModelGraph graph) {
        return graph.nodes().get(graph.nodes().size() - 1);
    }

    private String sigmoid(String value) {
        return net.node(Activation.of(Activation.Kind.SIGMOID), value);
    }

    private String product(String left, String right) {
        return net.node(new Operator.Elementwise(Elementwise.Kind.MUL), left, right);
    }

    @Test
    void factorsMayChangePlaces() {
        String in = net.input(4);
        ModelGraph graph = net.build(product(sigmoid(in), in)).graph();
        assertThat(SILU.match(graph, last(graph))).contains(new Spelling.Match(graph.nodes(), "input"));
    }

    @Test
    void theArgumentIsOneValue() {
        String in = net.input(4);
        ModelGraph graph = net.build(product(net.relu(in), sigmoid(in))).graph();
        assertThat(SILU.match(graph, last(graph))).isEmpty();
    }

    @Test
    void whatLiesBetweenIsReadByNothingElse() {
        String in = net.input(4);
        String gate = sigmoid(in);
        ModelGraph graph = net.build(gate, product(in, gate)).graph();
        assertThat(SILU.match(graph, last(graph))).isEmpty();
    }

    @Test
    void numbersAreConstants() {
        Spelling half = Spelling.parse("Mul(Sigmoid(x), 0.5)");
        String in = net.input(4);
        ModelGraph graph =
                net.build(product(sigmoid(in), net.weight("half", .5, .5, 1))).graph();
        assertThat(half.match(graph, last(graph))).isPresent();
        assertThat(SILU.match(graph, last(graph))).isEmpty();
    }

    @Test
    void aTextThatIsNoneIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> Spelling.parse("Mul(x; x)")).hasMessage("""
                        The text (Mul(x; x)) is not a function of (x), from its character 7 on.
                        Maybe like this: (Mul(x, Sigmoid(x))).""");
        assertThatThrownBy(() -> Spelling.parse("Mul(x, y)")).hasMessageContaining("character 9");
    }
}
