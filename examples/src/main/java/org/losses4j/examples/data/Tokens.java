package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Tokens, each to be predicted from those before it.
 *
 * @param tokens the tokens in their order
 * @param context the number of tokens before it that a prediction sees; before the beginning there are line ends
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
public record Tokens(int[] tokens, int context) {

    /**
     * Tokens to predict.
     *
     * @param contexts what comes before each, oldest first: rows · context tokens, row by row
     * @param next the token itself, one for each row
     */
    @SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
    public record Batch(int[] contexts, int[] next) {
        /** Rows. */
        public int size() {
            return next.length;
        }
    }

    /** Everything in order; the last batch may be smaller. */
    public List<Batch> inOrder(int size) {
        return batches(IntStream.range(0, tokens.length).boxed().toList(), size);
    }

    /** Everything in an order drawn at random; what makes no full batch is left out. */
    public List<Batch> shuffled(int size, Random random) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, tokens.length).boxed().toList());
        Collections.shuffle(order, random);
        return batches(order.subList(0, Math.max(Math.min(size, order.size()), order.size() / size * size)), size);
    }

    private List<Batch> batches(List<Integer> order, int size) {
        return IntStream.range(0, (order.size() + size - 1) / size)
                .mapToObj(b -> batch(order.subList(b * size, Math.min(order.size(), (b + 1) * size))))
                .toList();
    }

    private Batch batch(List<Integer> positions) {
        int[] contexts = new int[positions.size() * context];
        Arrays.fill(contexts, Vocabulary.LINE_END);
        int[] next = new int[positions.size()];
        for (int row = 0; row < next.length; row++) {
            int position = positions.get(row);
            next[row] = tokens[position];
            int known = Math.min(position, context);
            System.arraycopy(tokens, position - known, contexts, (row + 1) * context - known, known);
        }
        return new Batch(contexts, next);
    }
}
