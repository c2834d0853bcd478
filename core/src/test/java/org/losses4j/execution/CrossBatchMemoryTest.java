package org.losses4j.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.CompositeObjective;
import org.losses4j.Objective;

class CrossBatchMemoryTest {
    private final CrossBatchMemory memory = new CrossBatchMemory(Objective.parse("batch_hard_triplet"), 3);

    @Test
    void holdsABatchFromTheNextStepOn() {
        memory.begin();
        memory.train(new double[] {1, 2, 3, 4}, new double[] {0, 1}, null);
        assertTrue(memory.held(2).isEmpty());

        memory.begin();
        CrossBatchMemory.Held held = memory.held(2).orElseThrow();
        assertArrayEquals(new double[] {1, 2, 3, 4}, held.embedding().toArray());
        assertArrayEquals(new double[] {0, 1}, held.target().toArray());
    }

    @Test
    void holdsTheLastExamples() {
        train(new double[] {1, 2}, new double[] {0, 1}, null);
        train(new double[] {3, 4}, new double[] {2, 3}, null);
        memory.begin();
        assertArrayEquals(
                new double[] {2, 3, 4}, memory.held(1).orElseThrow().embedding().toArray());
        assertArrayEquals(
                new double[] {1, 2, 3}, memory.held(1).orElseThrow().target().toArray());
    }

    @Test
    void aStepThatFailedLeavesNothing() {
        train(new double[] {1}, new double[] {0}, null);
        memory.begin();
        memory.begin();
        assertArrayEquals(
                new double[] {1}, memory.held(1).orElseThrow().embedding().toArray());
    }

    @Test
    void maskedExamplesAreNotHeld() {
        train(new double[] {1, 2, 3}, new double[] {0, 1, 2}, new double[] {1, 0, 1});
        train(new double[] {4, 5}, new double[] {3, 4}, new double[] {0});
        memory.begin();
        assertArrayEquals(
                new double[] {1, 3}, memory.held(1).orElseThrow().embedding().toArray());
    }

    @Test
    void whatIsNotFiniteIsNotHeld() {
        train(new double[] {1, Double.NaN, 2, 3, Double.POSITIVE_INFINITY, 0}, new double[] {0, 1, 2}, null);
        memory.begin();
        assertArrayEquals(
                new double[] {2, 3}, memory.held(2).orElseThrow().embedding().toArray());
    }

    @Test
    void forgetsEmbeddingsOfAnotherNumberOfFeatures() {
        train(new double[] {1, 2}, new double[] {0, 1}, null);
        train(new double[] {3, 4, 5, 6}, new double[] {0, 1}, null);
        assertTrue(memory.held(2).isEmpty());
        memory.begin();
        assertTrue(memory.held(1).isEmpty());
        assertEquals(2, memory.held(2).orElseThrow().target().shape().extent(0));
    }

    @Test
    void anEmptyBatchIsNoTrouble() {
        train(new double[0], new double[0], null);
        memory.begin();
        assertFalse(memory.held(2).isPresent());
    }

    @Test
    void takesASumOfLossesOfTheSamePairs() {
        Objective sum = new CompositeObjective(java.util.List.of(
                new CompositeObjective.Term(1, Objective.parse("batch_hard_triplet"), Map.of()),
                new CompositeObjective.Term(0.5, Objective.parse("supervised_contrastive"), Map.of())));
        CrossBatchMemory both = new CrossBatchMemory(sum, 5);
        assertEquals("embedding", both.embedding());
        assertEquals("target", both.target());
    }

    @ParameterizedTest
    @ValueSource(strings = {"huber", "center", "triplet_margin"})
    void isForMinedLosses(String loss) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new CrossBatchMemory(Objective.parse(loss), 5));
        assertTrue(error.getMessage().startsWith(loss + ": a cross-batch memory is for losses that find their pairs"));
    }

    @Test
    void holdsAtLeastOneExample() {
        assertThrows(
                IllegalArgumentException.class, () -> new CrossBatchMemory(Objective.parse("batch_hard_triplet"), 0));
    }

    private void train(double[] embeddings, double[] targets, double[] mask) {
        memory.begin();
        memory.train(embeddings, targets, mask);
    }
}
