package org.losses4j.examples.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The diabetes data with wrong targets in the training part: 70 % of the patients are for training, and 10 % of those have
 * a target ten times too large, as by a lost decimal point; the other 30 % are for testing, as they are. Features are
 * scaled by the statistics of the training part, targets are in hundreds.
 */
public final class OutlyingDiabetes {
    /** What a target of 1 stands for. */
    public static final double UNIT = 100;

    private static final double TRAIN_SHARE = 0.7;
    private static final double WRONG_SHARE = 0.1;
    private static final double WRONG_FACTOR = 10;

    private OutlyingDiabetes() {}

    /** A split that depends on nothing but the seed. */
    public static Split split(long seed) throws IOException {
        Table all = Table.bundled("diabetes.csv");
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, all.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int trained = (int) Math.round(TRAIN_SHARE * all.size());
        Table train = all.rows(order.subList(0, trained));
        Table test = all.rows(order.subList(trained, all.size()));
        return new Split(withTargets(train, wrong(trained)), withTargets(test, 0)).scaled();
    }

    /** How many of so many training targets are wrong. */
    public static int wrong(int trained) {
        return (int) Math.round(WRONG_SHARE * trained);
    }

    /** The same rows with targets in the unit, the first {@code wrong} of them too large. */
    private static Table withTargets(Table table, int wrong) {
        double[] targets = new double[table.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = table.labels()[i] / UNIT * (i < wrong ? WRONG_FACTOR : 1);
        }
        return new Table(table.features(), targets);
    }
}
