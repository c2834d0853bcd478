package org.losses4j.dl4j;

import java.util.Random;
import org.losses4j.AllowedValues;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.dl4j.internal.layer.LayerRoles;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Made-up labels that fit a loss, in float64, rows of a matrix. */
public final class Examples {
    private Examples() {}

    static INDArray labels(Loss loss, int rows, int columns, long seed) {
        Random random = new Random(seed);
        LayerRoles roles = LayerRoles.of(org.losses4j.Objective.of(loss));
        LossDescription description = loss.description();
        if (roles.target() == null) {
            return Nd4j.zeros(DataType.DOUBLE, rows, 1);
        }
        if (roles.target().extent() == Role.ShapeRule.ROWS || roles.target().extent() == Role.ShapeRule.EXAMPLES) {
            return indices(rows, columns);
        }
        if (description.task() == Task.CLASSIFICATION) {
            return oneHot(rows, columns);
        }
        if (description.task() == Task.DISTRIBUTION) {
            INDArray positive = uniform(random, rows, columns).addi(0.1);
            return positive.divColumnVector(positive.sum(true, 1));
        }
        boolean binary = description.task() == Task.BINARY_CLASSIFICATION
                || description.task() == Task.SEGMENTATION
                || takesClasses(roles.target());
        if (binary) {
            return uniform(random, rows, columns).gt(0.5).castTo(DataType.DOUBLE);
        }
        // Targets that fit counts and logarithms as well as errors, away from where predictions of tiny networks are.
        INDArray labels = uniform(random, rows, columns).muli(2).addi(2.1);
        if (description.task() == Task.DETECTION) {
            // The second corners of boxes lie behind the first.
            labels.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 4)).addi(2);
        }
        return labels;
    }

    /** Whether a target is one of two classes, 0 or 1, or −1 or 1. */
    static boolean takesClasses(Role target) {
        return target.values().equals(AllowedValues.BINARY) || target.values().equals(AllowedValues.SIGNS);
    }

    static INDArray uniform(Random random, long... shape) {
        double[] values =
                new double[Math.toIntExact(Nd4j.zeros(DataType.DOUBLE, shape).length())];
        java.util.Arrays.setAll(values, i -> random.nextDouble());
        return Nd4j.create(values, shape, DataType.DOUBLE);
    }

    public static INDArray normal(Random random, long... shape) {
        double[] values =
                new double[Math.toIntExact(Nd4j.zeros(DataType.DOUBLE, shape).length())];
        java.util.Arrays.setAll(values, i -> random.nextGaussian());
        return Nd4j.create(values, shape, DataType.DOUBLE);
    }

    private static INDArray indices(int rows, int columns) {
        INDArray classes = Nd4j.zeros(DataType.DOUBLE, rows, 1);
        for (int row = 0; row < rows; row++) {
            classes.putScalar(row, 0, row % Math.min(2, columns));
        }
        return classes;
    }

    private static INDArray oneHot(int rows, int columns) {
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, rows, columns);
        for (int row = 0; row < rows; row++) {
            labels.putScalar(row, row % columns, 1);
        }
        return labels;
    }
}
