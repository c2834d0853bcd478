package org.losses4j.examples.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The breast cancer data with malignant (label 1) made rare: 70 % of either class are for training, of which so many
 * malignant ones are dropped that 5 % of what remains are malignant; the other 30 % are for testing, as they are.
 * Features are scaled by the statistics of the training part.
 */
public final class RareMalignant {
    private static final double TRAIN_SHARE = 0.7;
    private static final double POSITIVE_SHARE = 0.05;

    private RareMalignant() {}

    /** A split that depends on nothing but the seed. */
    public static Split split(long seed) throws IOException {
        Table all = Table.bundled("breast_cancer_wisconsin.csv");
        Random random = new Random(seed);
        List<Integer> malignant = shuffled(all, 0, random);
        List<Integer> benign = shuffled(all, 1, random);
        int trainBenign = (int) Math.round(TRAIN_SHARE * benign.size());
        int trainMalignant = (int) Math.round(TRAIN_SHARE * malignant.size());
        int kept = (int) Math.round(trainBenign * POSITIVE_SHARE / (1 - POSITIVE_SHARE));
        Table train = labelled(all, malignant.subList(0, kept), benign.subList(0, trainBenign), random);
        Table test = labelled(
                all,
                malignant.subList(trainMalignant, malignant.size()),
                benign.subList(trainBenign, benign.size()),
                random);
        return new Split(train, test).scaled();
    }

    private static List<Integer> shuffled(Table table, double label, Random random) {
        List<Integer> positions = new ArrayList<>(IntStream.range(0, table.size())
                .filter(i -> table.labels()[i] == label)
                .boxed()
                .toList());
        Collections.shuffle(positions, random);
        return positions;
    }

    private static Table labelled(Table all, List<Integer> malignant, List<Integer> benign, Random random) {
        List<Integer> positions = new ArrayList<>(malignant);
        positions.addAll(benign);
        Collections.shuffle(positions, random);
        Table rows = all.rows(positions);
        double[] labels = new double[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = 1 - rows.labels()[i];
        }
        return new Table(rows.features(), labels);
    }
}
