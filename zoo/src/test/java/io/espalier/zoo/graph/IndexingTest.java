package io.espalier.zoo.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndexingTest {
    @Test
    void transposes() {
        assertThat(Indexing.transposed(new int[] {2, 3}, new int[] {1, 0})).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void slicesBackwards() {
        assertThat(Indexing.sliced(new int[] {2, 3}, new int[] {1, 2}, new int[] {2, 2}, new int[] {-1, -2}))
                .containsExactly(5, 3, 2, 0);
    }

    @Test
    void gathersOnAnInnerAxis() {
        assertThat(Indexing.gathered(new int[] {2, 3, 2}, 1, new int[] {2, 0}))
                .containsExactly(4, 5, 0, 1, 10, 11, 6, 7);
    }

    @Test
    void broadcasts() {
        assertThat(Indexing.broadcast(new int[] {2, 1}, new int[] {2, 2, 2})).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
        assertThat(Indexing.broadcast(new int[] {}, new int[] {3})).containsExactly(0, 0, 0);
    }
}
