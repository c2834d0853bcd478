package org.losses4j.dl4j.samediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.ChildJvm;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.regression.Huber;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Graphs with a Losses4J loss train by {@code sd.fit}, and go on after they were saved, with and without Losses4J. */
class SameDiffTrainingTest {
    private static final int FEATURES = 3;

    /** y = x₀ − 2 x₁, with weights, and a masked example of NaN; the last batch is smaller than the others. */
    @Test
    void learnsWithWeightsAndMask() {
        SameDiff sd = regression();
        double before = score(sd, batch(8, 1));
        fit(sd, 60);
        double after = score(sd, batch(8, 1));
        assertTrue(after < 0.05 * before, before + " → " + after);
    }

    @Test
    void learnsClassesGivenAsWholeNumbers() {
        SameDiff sd = SameDiff.create();
        SDVariable in = sd.placeHolder("in", DataType.FLOAT, -1, FEATURES);
        SDVariable classes = sd.placeHolder("classes", DataType.INT, -1);
        SDVariable logits = in.mmul(sd.var("w", Nd4j.zeros(DataType.FLOAT, FEATURES, 2)));
        SameDiffObjective.of(new SparseCategoricalCrossEntropy())
                .loss(sd, "loss", Map.of("prediction", logits, "target", classes));
        sd.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam(0.1))
                .dataSetFeatureMapping("in")
                .dataSetLabelMapping("classes")
                .build());
        INDArray features = features(16, 2);
        MultiDataSet data =
                new MultiDataSet(features, features.getColumn(0).gt(0).castTo(DataType.INT));
        Map<String, INDArray> arrays = Map.of("in", features, "classes", data.getLabels(0));
        double before = sd.outputSingle(arrays, "loss").getDouble(0);
        assertEquals(Math.log(2), before, 1e-6);
        for (int i = 0; i < 60; i++) {
            sd.fit(data);
        }
        double after = sd.outputSingle(arrays, "loss").getDouble(0);
        assertTrue(after < 0.3 * before, before + " → " + after);
    }

    @Test
    void trainsOnAfterItWasSaved(@TempDir Path folder) {
        SameDiff sd = regression();
        fit(sd, 10);
        File file = folder.resolve("graph.fb").toFile();
        sd.save(file, true);
        SameDiff restored = SameDiff.load(file, true);
        assertEquals(score(sd, batch(5, 3)), score(restored, batch(5, 3)), 1e-7);
        fit(sd, 3);
        fit(restored, 3);
        double trained = score(sd, batch(5, 3));
        assertEquals(trained, score(restored, batch(5, 3)), 1e-5 * trained);
    }

    @Test
    void aSavedGraphNeedsNoLosses4j(@TempDir Path folder) throws IOException, InterruptedException, URISyntaxException {
        SameDiff sd = regression();
        File file = folder.resolve("graph.fb").toFile();
        sd.save(file, true);
        assertFalse(new String(Files.readAllBytes(file.toPath()), StandardCharsets.ISO_8859_1).contains("losses4j"));
        Path own = folder.resolve(GraphWithoutLosses4j.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(own.getParent());
        Files.copy(
                Path.of(GraphWithoutLosses4j.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .resolve(folder.relativize(own).toString()),
                own);
        String path = Arrays.stream(ChildJvm.classPath().split(File.pathSeparator))
                .filter(entry -> !entry.contains("losses4j") && entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        String output = ChildJvm.run(
                "-cp", folder + File.pathSeparator + path, GraphWithoutLosses4j.class.getName(), file.toString());
        assertTrue(output.contains("without Losses4J the loss falls"), output);
    }

    private static SameDiff regression() {
        SameDiff sd = SameDiff.create();
        SDVariable in = sd.placeHolder("in", DataType.FLOAT, -1, FEATURES);
        SDVariable out = sd.placeHolder("out", DataType.FLOAT, -1, 1);
        SDVariable weights = sd.placeHolder("weights", DataType.FLOAT, -1);
        SDVariable mask = sd.placeHolder("mask", DataType.FLOAT, -1);
        SDVariable prediction = in.mmul(sd.var("w", Nd4j.zeros(DataType.FLOAT, FEATURES, 1)));
        SameDiffObjective.of(new Huber(10))
                .loss(sd, "loss", Map.of("prediction", prediction, "target", out, "weights", weights, "mask", mask));
        sd.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam(0.1))
                .dataSetFeatureMapping("in", "weights", "mask")
                .dataSetLabelMapping("out")
                .build());
        return sd;
    }

    private static void fit(SameDiff sd, int epochs) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int size : new int[] {8, 8, 3}) {
                sd.fit(batch(size, size));
            }
        }
    }

    private static double score(SameDiff sd, MultiDataSet data) {
        Map<String, INDArray> arrays = Map.of(
                "in", data.getFeatures(0),
                "weights", data.getFeatures(1),
                "mask", data.getFeatures(2),
                "out", data.getLabels(0));
        return sd.outputSingle(arrays, "loss").getDouble(0);
    }

    private static MultiDataSet batch(int size, int seed) {
        INDArray features = features(size, seed);
        INDArray target =
                features.getColumn(0).sub(features.getColumn(1).mul(2)).reshape(size, 1);
        INDArray mask = Nd4j.ones(DataType.FLOAT, size);
        mask.putScalar(size - 1, 0);
        target.putScalar(size - 1, 0, Float.NaN);
        INDArray weights = Nd4j.linspace(DataType.FLOAT, 1, 0.25, size);
        return new MultiDataSet(new INDArray[] {features, weights, mask}, new INDArray[] {target});
    }

    private static INDArray features(int size, int seed) {
        Nd4j.getRandom().setSeed(seed);
        return Nd4j.randn(DataType.FLOAT, size, FEATURES);
    }
}
