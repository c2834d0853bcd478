package org.losses4j.dl4j;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An {@link Evaluation} of classifiers that reads labels as class indices: accuracy, precision, recall, F₁ and the
 * confusion matrix.
 *
 * <p>Predictions are [N, C], [N, C, T], [N, C, H, W] and the like; where the classes are along another axis than 1, set it
 * by {@link #setAxis}. Labels have the shape of the predictions without the class axis, or with a class axis of extent 1. A
 * mask has a number for each example, or for each step or pixel. The {@code evaluate} methods of both network classes make
 * an evaluation of their own, which reads one-hot labels; hand this one to {@code doEvaluation} instead:
 *
 * <pre>{@code
 * double accuracy = network.doEvaluation(iterator, new ClassIndexEvaluation())[0].accuracy();
 * }</pre>
 */
public final class ClassIndexEvaluation extends Evaluation {
    private static final long serialVersionUID = 1;

    private final @Nullable Integer ignoreIndex;

    /** An evaluation in which every label counts. */
    public ClassIndexEvaluation() {
        this(null);
    }

    /**
     * An evaluation that leaves out the labels equal to {@code ignoreIndex}, as losses with the parameter
     * {@code ignore_index} do; null leaves out none.
     */
    public ClassIndexEvaluation(@Nullable Integer ignoreIndex) {
        this.ignoreIndex = ignoreIndex;
    }

    /**
     * Adds a batch.
     *
     * @throws IllegalArgumentException if there is not one label for each row of classes, or a label is not a class index
     */
    @Override
    public void eval(
            INDArray labels,
            INDArray predictions,
            @Nullable INDArray mask,
            @Nullable List<? extends Serializable> recordMetaData) {
        INDArray rows = ChannelsLast.rows(ChannelsLast.of(predictions, getAxis() != 1));
        double[] indices = labels.dup('c').data().asDouble();
        int count = Math.toIntExact(rows.size(0));
        if (indices.length != count) {
            boolean last = getAxis() == 1
                    && predictions.rank() > 2
                    && indices.length * predictions.size(-1) == predictions.length();
            throw new IllegalArgumentException("The labels have the shape " + Nd4jShapes.of(labels)
                    + ", wanted one class index for each of the " + count + " rows of classes in the predictions "
                    + Nd4jShapes.of(predictions)
                    + (last
                            ? "; if their classes are along the last axis, say so: setAxis(" + (predictions.rank() - 1)
                                    + ")"
                            : "; one-hot labels are evaluated by Evaluation"));
        }
        double[] kept = kept(mask, count, Math.toIntExact(predictions.size(0)));
        int classes = Math.toIntExact(rows.size(1));
        // With one output there are two classes, and the label itself is the target.
        INDArray target = Nd4j.zeros(DataType.FLOAT, count, classes);
        for (int row = 0; row < count; row++) {
            if (ignoreIndex != null && indices[row] == ignoreIndex) {
                kept[row] = 0;
            }
            if (kept[row] != 0) {
                int index = index(indices[row], Math.max(2, classes), row);
                target.putScalar(row, classes == 1 ? 0 : index, classes == 1 ? index : 1);
            }
        }
        INDArray column = Nd4j.create(kept, new long[] {count, 1}, DataType.FLOAT);
        int classAxis = getAxis();
        setAxis(1);
        try {
            super.eval(target, rows, column, recordMetaData == null ? null : kept(recordMetaData, kept));
        } finally {
            setAxis(classAxis);
        }
    }

    private static int index(double label, int classes, int row) {
        if (label != Math.rint(label) || label < 0 || label >= classes) {
            throw new IllegalArgumentException("The labels must be class indices 0 to " + (classes - 1) + ", got "
                    + label + " in row " + row + "; padding needs a mask, or an ignoreIndex");
        }
        return (int) label;
    }

    /** 1 for each row that counts, else 0; a mask by example holds for all rows of the example. */
    private static double[] kept(@Nullable INDArray mask, int rows, int examples) {
        double[] kept = new double[rows];
        double[] given = mask == null ? new double[] {1} : mask.dup('c').data().asDouble();
        if (mask != null && given.length != rows && given.length != examples) {
            throw new IllegalArgumentException("The mask has the shape " + Nd4jShapes.of(mask)
                    + ", wanted a number for each of " + examples + " examples or of " + rows + " rows of classes");
        }
        for (int row = 0; row < rows; row++) {
            kept[row] = given[(int) ((long) row * given.length / rows)] == 0 ? 0 : 1;
        }
        return kept;
    }

    /** The metadata of the rows that count; null where examples have several rows, because metadata describe whole examples. */
    private static @Nullable List<Serializable> kept(List<? extends Serializable> metaData, double[] kept) {
        if (metaData.size() != kept.length) {
            return null;
        }
        List<Serializable> rest = new ArrayList<>();
        for (int row = 0; row < kept.length; row++) {
            if (kept[row] != 0) {
                rest.add(metaData.get(row));
            }
        }
        return rest;
    }
}
