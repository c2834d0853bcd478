package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Mini-batches in an order that depends on nothing but a seed, so that every framework sees the same ones. */
public final class Batches {
    private final Table table;
    private final int size;
    private final Random random;

    public Batches(Table table, int size, long seed) {
        this.table = table;
        this.size = size;
        this.random = new Random(seed);
    }

    /** All examples once, in a new order; the last batch may be smaller. */
    public List<Table> epoch() {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, table.size()).boxed().toList());
        Collections.shuffle(order, random);
        List<Table> batches = new ArrayList<>();
        for (int start = 0; start < order.size(); start += size) {
            batches.add(table.rows(order.subList(start, Math.min(start + size, order.size()))));
        }
        return batches;
    }
}
