package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Mini-batches in an order that depends on a seed only, so that every framework gets the same ones.
 *
 * @param <B> the type of a batch
 */
public final class Batches<B> {
    private final int examples;
    private final Function<List<Integer>, B> at;
    private final int size;
    private final Random random;

    private Batches(int examples, Function<List<Integer>, B> at, int size, long seed) {
        this.examples = examples;
        this.at = at;
        this.size = size;
        this.random = new Random(seed);
    }

    public static Batches<Table> of(Table table, int size, long seed) {
        return new Batches<>(table.size(), table::rows, size, seed);
    }

    public static Batches<Samples> of(Samples samples, int size, long seed) {
        return new Batches<>(samples.size(), samples::at, size, seed);
    }

    /** All examples once, in a new order; the last batch may be smaller. */
    public List<B> epoch() {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, examples).boxed().toList());
        Collections.shuffle(order, random);
        List<B> batches = new ArrayList<>();
        for (int start = 0; start < order.size(); start += size) {
            batches.add(at.apply(order.subList(start, Math.min(start + size, order.size()))));
        }
        return batches;
    }
}
