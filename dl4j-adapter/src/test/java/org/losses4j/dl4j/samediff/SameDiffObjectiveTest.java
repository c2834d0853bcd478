package org.losses4j.dl4j.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.Objective;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.embedding.InfoNce;
import org.losses4j.loss.regression.Huber;
import org.losses4j.loss.regression.MeanAbsoluteError;
import org.losses4j.loss.regression.MeanSquaredError;
import org.losses4j.loss.sequence.Ctc;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SameDiffObjectiveTest {
    private final SameDiff sd = SameDiff.create();
    private final SDVariable in = sd.placeHolder("in", DataType.FLOAT, -1, 2);
    private final SDVariable out = sd.placeHolder("out", DataType.FLOAT, -1, 2);
    private final SDVariable w = sd.var("w", Nd4j.ones(DataType.FLOAT, 2));
    private final Map<String, INDArray> arrays =
            Map.of("in", Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}}), "out", Nd4j.zeros(DataType.FLOAT, 2, 2));

    private float[] gradient(String name) {
        return sd.calculateGradients(arrays, name).get(name).toFloatVector();
    }

    @Test
    void addsSeveralLosses() {
        SameDiffObjective huber = SameDiffObjective.of(new Huber());
        huber.loss(sd, "one", Map.of("prediction", in.mul(w), "target", out));
        huber.loss(sd, "two", Map.of("prediction", in.mul(w).mul(2), "target", out));
        assertEquals(List.of("one", "two"), sd.getLossVariables());
        // Huber of 1, 2, 3, 4 is 0.5, 1.5, 2.5, 3.5, of twice that 1.5, 3.5, 5.5, 7.5.
        Map<String, INDArray> values = sd.output(arrays, "one", "two");
        assertEquals(2, values.get("one").getDouble(0), 1e-6);
        assertEquals(4.5, values.get("two").getDouble(0), 1e-6);
        assertArrayEquals(new float[] {1 + 2, 1.5f + 3}, gradient("w"), 1e-6f);
    }

    @Test
    void isAVariableLikeAnyOther() {
        SDVariable huber =
                SameDiffObjective.of(new Huber()).loss(sd, "huber", Map.of("prediction", in.mul(w), "target", out));
        sd.setLossVariables(huber.mul(0.5).add(w.mul(w).sum().mul(0.1)));
        assertArrayEquals(new float[] {0.5f + 0.2f, 0.75f + 0.2f}, gradient("w"), 1e-6f);
    }

    @Test
    void unreducedValuesMayBeWeightedByTheGraph() {
        SDVariable units = SameDiffObjective.of(
                        Objective.of(new MeanSquaredError()).reduce(ExampleReduction.MEAN, BatchReduction.NONE))
                .loss(sd, "units", Map.of("prediction", in.mul(w), "target", out));
        assertTrue(sd.getLossVariables().isEmpty(), "no scalar");
        sd.setLossVariables(
                units.mul(sd.constant(Nd4j.createFromArray(10f, 1f))).sum());
        assertArrayEquals(new float[] {10 * 1 + 9, 10 * 4 + 16}, gradient("w"), 1e-5f);
    }

    @Test
    void differentiatesByWhateverIsTrained() {
        SDVariable teacher = sd.var("teacher", Nd4j.zeros(DataType.FLOAT, 2));
        SameDiffObjective.of(new MeanSquaredError())
                .loss(sd, "loss", Map.of("prediction", in.mul(w), "target", in.mul(teacher)));
        assertArrayEquals(new float[] {5, 10}, gradient("w"), 1e-5f);
        assertArrayEquals(new float[] {-5, -10}, gradient("teacher"), 1e-5f);
    }

    @ParameterizedTest
    @EnumSource(names = {"INT", "LONG", "FLOAT", "DOUBLE", "SHORT"})
    void takesClassesOfAnyType(DataType type) {
        SDVariable logits = in.mul(w);
        SDVariable classes = sd.placeHolder("classes", type, -1, 1);
        SDVariable mask = sd.placeHolder("mask", DataType.BOOL, -1);
        SDVariable loss = SameDiffObjective.of(new SparseCategoricalCrossEntropy())
                .loss(sd, "loss", Map.of("prediction", logits, "target", classes, "mask", mask));
        Map<String, INDArray> given = new LinkedHashMap<>(arrays);
        given.put("classes", Nd4j.createFromArray(1, 0).reshape(2, 1).castTo(type));
        given.put("mask", Nd4j.createFromArray(true, false));
        // log(1 + e⁻¹)
        assertEquals(0.313262, sd.outputSingle(given, "loss").getDouble(0), 1e-5);
        assertEquals(DataType.FLOAT, loss.dataType());
    }

    @Test
    void computesHalfInFloat() {
        SameDiff half = SameDiff.create();
        SDVariable x = half.var("x", Nd4j.createFromArray(1f, 300f).castTo(DataType.HALF));
        SDVariable loss = SameDiffObjective.of(new MeanAbsoluteError())
                .loss(half, "loss", Map.of("prediction", x, "target", half.zerosLike(x)));
        assertEquals(DataType.FLOAT, loss.dataType());
        assertEquals(150.5, loss.eval().getDouble(0), 1e-3);
        INDArray gradient = half.calculateGradients(Map.of(), "x").get("x");
        assertEquals(DataType.HALF, gradient.dataType());
        assertArrayEquals(
                new float[] {0.5f, 0.5f}, gradient.castTo(DataType.FLOAT).toFloatVector());
    }

    @Test
    void takesSequencesWithMasks() {
        SDVariable sequences = sd.placeHolder("sequences", DataType.FLOAT, -1, 6, 3);
        SDVariable labels = sd.placeHolder("labels", DataType.FLOAT, -1, 6, 3);
        SDVariable mask = sd.placeHolder("mask", DataType.FLOAT, -1, 6);
        SDVariable bias = sd.var("bias", Nd4j.zeros(DataType.FLOAT, 3));
        Objective objective = Objective.of(new CategoricalCrossEntropy());
        SameDiffObjective.of(objective)
                .loss(
                        sd,
                        "loss",
                        Map.of(
                                "prediction",
                                sequences.add(bias),
                                "target",
                                labels,
                                "mask",
                                mask,
                                "weights",
                                sd.constant(Nd4j.scalar(2f))));
        Nd4j.getRandom().setSeed(5);
        INDArray x = Nd4j.randn(DataType.FLOAT, 4, 6, 3);
        x.putScalar(new int[] {3, 5, 1}, Float.NaN);
        INDArray y = Nd4j.zeros(DataType.FLOAT, 4, 6, 3);
        y.slice(0, 2).assign(1);
        INDArray kept = Nd4j.ones(DataType.FLOAT, 4, 6);
        kept.putScalar(3, 5, 0);
        double wanted = new Nd4jExecution(ExecutionMode.OPERATIONS)
                .value(objective, Map.of("prediction", x, "target", y, "mask", kept, "weights", Nd4j.scalar(2f)));
        Map<String, INDArray> given = Map.of("sequences", x, "labels", y, "mask", kept);
        assertEquals(wanted, sd.outputSingle(given, "loss").getDouble(0), 1e-5);
        INDArray gradient = sd.calculateGradients(given, "bias").get("bias");
        // The gradient of each row sums to 0, the masked NaN excluded.
        assertEquals(0, gradient.sumNumber().doubleValue(), 1e-5);
    }

    @Test
    void infiniteInputsLeaveTheValueAlone() {
        SDVariable x = sd.var("x", Nd4j.createFromArray(new double[][] {{Double.NEGATIVE_INFINITY, 0, 0}}));
        SDVariable y = sd.constant(Nd4j.createFromArray(new double[][] {{0, 1, 0}}));
        SDVariable loss = SameDiffObjective.of(new CategoricalCrossEntropy())
                .loss(sd, "loss", Map.of("prediction", x, "target", y));
        assertEquals(Math.log(2), loss.eval().getDouble(0), 1e-12);
        assertArrayEquals(
                new double[] {0, -0.5, 0.5},
                sd.calculateGradients(Map.of(), "x").get("x").toDoubleVector(),
                1e-12);
    }

    @Test
    void theValueAloneIsNotTrained() {
        SDVariable value = SameDiffObjective.of(
                        Objective.of(new InfoNce()).reduce(ExampleReduction.NONE, BatchReduction.NONE))
                .value(sd, "value", Map.of("anchor", in, "positive", in));
        assertEquals(2, sd.outputSingle(arrays, value.name()).length());
        assertTrue(sd.getLossVariables().isEmpty());
    }

    @Test
    void takesShapesThatItCannotFind() {
        SDVariable unshaped = sd.placeHolder("unshaped", DataType.FLOAT, -1, -1);
        SameDiffObjective huber = SameDiffObjective.of(new Huber());
        Map<String, SDVariable> inputs = Map.of("prediction", unshaped.mul(1), "target", out);
        assertMessage("shape(role", () -> huber.loss(sd, "loss", inputs));
        huber.shape("prediction", -1, 2).loss(sd, "loss", inputs);
        Map<String, INDArray> given = Map.of("unshaped", Nd4j.ones(DataType.FLOAT, 3, 2), "out", Nd4j.zeros(3, 2));
        assertEquals(0.5, sd.outputSingle(given, "loss").getDouble(0), 1e-6);
    }

    @Test
    void namesFollowTheScope() {
        try (NameScope scope = sd.withNameScope("net")) {
            SDVariable loss =
                    SameDiffObjective.of(new Huber()).loss(sd, "loss", Map.of("prediction", in, "target", out));
            assertEquals("net/loss", loss.name());
        }
        assertEquals(List.of("net/loss"), sd.getLossVariables());
    }

    /** The softmax of one class is 1. */
    @Test
    void takesASingleClass() {
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 1);
        SDVariable y = sd.placeHolder("y", DataType.FLOAT, -1, 1);
        for (BatchReduction reduction : new BatchReduction[] {BatchReduction.MEAN, BatchReduction.NONE}) {
            SDVariable loss = SameDiffObjective.of(
                            Objective.of(new CategoricalCrossEntropy()).reduce(ExampleReduction.NONE, reduction))
                    .loss(sd, reduction.name(), Map.of("prediction", x.mul(w.mean()), "target", y));
            for (int size : new int[] {1, 3}) {
                Map<String, INDArray> given =
                        Map.of("x", Nd4j.ones(DataType.FLOAT, size, 1), "y", Nd4j.ones(DataType.FLOAT, size, 1));
                assertEquals(0, sd.outputSingle(given, loss.name()).sumNumber().doubleValue());
                sd.setLossVariables(loss.sum());
                assertArrayEquals(
                        new float[2], sd.calculateGradients(given, "w").get("w").toFloatVector());
            }
        }
    }

    /** SameDiff itself takes arrays of any shape for a placeholder, and would broadcast these labels. */
    @Test
    void placeholdersKeepTheirShape() {
        SameDiffObjective.of(new Huber()).loss(sd, "loss", Map.of("prediction", in, "target", out));
        Map<String, INDArray> wrong =
                Map.of("in", Nd4j.ones(DataType.FLOAT, 3, 2), "out", Nd4j.zeros(DataType.FLOAT, 3, 1));
        assertThrows(RuntimeException.class, () -> sd.outputSingle(wrong, "loss"));
    }

    @Test
    void refusesBeforeAnythingIsAdded() {
        SameDiffObjective huber = SameDiffObjective.of(new Huber());
        SDVariable other = SameDiff.create().placeHolder("other", DataType.FLOAT, -1, 2);
        SDVariable narrow = sd.placeHolder("narrow", DataType.FLOAT, -1, 3);
        SDVariable times = sd.placeHolder("times", DataType.FLOAT, -1, 5, 2);
        SDVariable lengths = sd.placeHolder("lengths", DataType.INT, -1);
        int operations = sd.getOps().size();
        assertMessage("'target' is missing", () -> huber.loss(sd, "loss", Map.of("prediction", in)));
        assertMessage("Did you mean target?", () -> huber.loss(sd, "loss", Map.of("prediction", in, "targt", out)));
        assertMessage(
                "'target' has the shape [53, 3], wanted [53, 2]",
                () -> huber.loss(sd, "loss", Map.of("prediction", in, "target", narrow)));
        assertMessage("53 was tried for it", () -> huber.loss(sd, "loss", Map.of("prediction", in, "target", narrow)));
        assertMessage("of another graph", () -> huber.loss(sd, "loss", Map.of("prediction", in, "target", other)));
        assertMessage("already", () -> huber.loss(sd, "w", Map.of("prediction", in, "target", out)));
        assertMessage("needs a name", () -> huber.loss(sd, " ", Map.of("prediction", in, "target", out)));
        assertMessage(
                "on the host",
                () -> SameDiffObjective.of(new Ctc())
                        .loss(
                                sd,
                                "loss",
                                Map.of(
                                        "prediction", times,
                                        "target", out,
                                        "input_lengths", lengths,
                                        "target_lengths", lengths)));
        assertMessage(
                "add the value alone",
                () -> SameDiffObjective.of(
                                Objective.of(new InfoNce()).reduce(ExampleReduction.NONE, BatchReduction.NONE))
                        .loss(sd, "loss", Map.of("anchor", in, "positive", out)));
        assertMessage(
                "cannot be open",
                () -> SameDiffObjective.of(Objective.of(
                                (p, t) -> p.sub(t).mul(Math.log(p.shape().extent(0)))))
                        .loss(sd, "loss", Map.of("prediction", in, "target", out)));
        assertEquals(operations, sd.getOps().size());
    }

    @Test
    void aKnownBatchSizeNeedNotBeOpen() {
        SDVariable prediction = sd.placeHolder("prediction", DataType.DOUBLE, 3, 2);
        SDVariable target = sd.placeHolder("target", DataType.DOUBLE, 3, 2);
        SameDiffObjective.of(
                        Objective.of((p, t) -> p.sub(t).mul(Math.log(p.shape().extent(0)))))
                .loss(sd, "loss", Map.of("prediction", prediction, "target", target));
        Map<String, INDArray> given = Map.of("prediction", Nd4j.ones(3, 2), "target", Nd4j.zeros(3, 2));
        assertEquals(Math.log(3), sd.outputSingle(given, "loss").getDouble(0), 1e-6);
    }

    private static void assertMessage(String part, Executable executable) {
        String message =
                assertThrows(IllegalArgumentException.class, executable).getMessage();
        assertTrue(message.contains(part), message);
    }
}
