package org.losses4j.dl4j.samediff;

import java.io.File;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A program that trains a saved graph where no class of Losses4J is, itself excepted. */
final class GraphWithoutLosses4j {
    private GraphWithoutLosses4j() {}

    public static void main(String[] arguments) {
        try {
            Class.forName("org.losses4j.Objective");
            throw new IllegalStateException("Losses4J is there");
        } catch (ClassNotFoundException absent) {
            train(SameDiff.load(new File(arguments[0]), true));
        }
    }

    private static void train(SameDiff sd) {
        INDArray ones = Nd4j.ones(DataType.FLOAT, 4);
        INDArray features = Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}});
        INDArray target = Nd4j.createFromArray(1f, -2f, 0f, -1f).reshape(4, 1);
        Map<String, INDArray> arrays = Map.of("in", features, "weights", ones, "mask", ones, "out", target);
        double before = sd.outputSingle(arrays, "loss").getDouble(0);
        for (int i = 0; i < 60; i++) {
            sd.fit(new MultiDataSet(new INDArray[] {features, ones, ones}, new INDArray[] {target}));
        }
        double after = sd.outputSingle(arrays, "loss").getDouble(0);
        if (after < 0.1 * before) {
            System.out.println("without Losses4J the loss falls");
        } else {
            throw new IllegalStateException(before + " → " + after);
        }
    }
}
