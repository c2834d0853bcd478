package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokensTest {
    private final Tokens tokens = new Tokens(new int[] {5, 6, 7, 8, 9}, 3);

    @Test
    void contextsAreWhatCameBefore() {
        List<Tokens.Batch> batches = tokens.inOrder(2);
        assertEquals(3, batches.size());
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 5}, batches.get(0).contexts());
        assertArrayEquals(new int[] {5, 6}, batches.get(0).next());
        assertArrayEquals(new int[] {0, 5, 6, 5, 6, 7}, batches.get(1).contexts());
        assertArrayEquals(new int[] {6, 7, 8}, batches.get(2).contexts());
        assertArrayEquals(new int[] {9}, batches.get(2).next());
    }

    @Test
    void shuffledBatchesAreFull() {
        List<Tokens.Batch> batches = tokens.shuffled(2, new Random(1));
        assertEquals(List.of(2, 2), batches.stream().map(Tokens.Batch::size).toList());
        assertEquals(1, tokens.shuffled(8, new Random(1)).size());
    }
}
