package org.losses4j.djl.internal.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.LossObjective;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.ReferenceExecution;
import org.losses4j.djl.conformance.DjlExecution;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.tensor.ReferenceTensor;

/** PyTorch's own CTC gives what the core's does, at the edges too. */
class NativeCtcTest {
    private static final int CLASSES = 5;
    private static final int FRAMES = 9;
    private static final int LABELS = 4;

    private final Execution reference = new ReferenceExecution();
    private final DjlExecution nativeKernel = DjlExecution.on(ExecutionMode.TORCHSCRIPT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ctc",
                "ctc(blank=4)",
                "ctc(blank=2, zero_infinity=true)",
                "ctc(normalise_by_target_length=true)",
                "ctc(from_logits=false)"
            })
    void agreesOnRandomBatches(String loss) {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            int blank = loss.contains("blank=") ? loss.charAt(loss.indexOf("blank=") + 6) - '0' : 0;
            Map<String, ReferenceTensor> inputs = inputs(6, random, blank, loss.contains("from_logits=false"));
            compare(loss, inputs, "seed " + seed);
        }
    }

    @Test
    void agreesWhereTheTargetDoesNotFit() {
        Random random = new Random(3);
        Map<String, ReferenceTensor> inputs = inputs(4, random, 0, false);
        inputs.put("target", ReferenceTensor.of(new double[] {1, 1, 1, 1, 1, 2, 3, 4, 1, 1, 2, 2, 1, 1, 1, 1}, 4, 4));
        inputs.put("input_lengths", ReferenceTensor.vector(6, 4, 3, 9));
        inputs.put("target_lengths", ReferenceTensor.vector(4, 4, 4, 4));
        Execution.Outcome outcome = compare("ctc", inputs, "infeasible");
        assertEquals(Double.POSITIVE_INFINITY, outcome.value().toArray()[0]);
        assertArrayEquals(
                new double[FRAMES * CLASSES],
                java.util.Arrays.copyOf(outcome.gradients().get("prediction").toArray(), FRAMES * CLASSES));
        compare("ctc(zero_infinity=true)", inputs, "infeasible");
    }

    @Test
    void agreesForEmptyTargetsAndNoFrames() {
        Map<String, ReferenceTensor> inputs = inputs(4, new Random(4), 0, false);
        inputs.put("input_lengths", ReferenceTensor.vector(9, 1, 0, 0));
        inputs.put("target_lengths", ReferenceTensor.vector(0, 0, 0, 2));
        compare("ctc", inputs, "empty");
    }

    @Test
    void agreesForClassesThatCannotBe() {
        Map<String, ReferenceTensor> inputs = inputs(2, new Random(5), 0, false);
        double[] logits = inputs.get("prediction").toArray();
        for (int frame = 0; frame < 2 * FRAMES; frame++) {
            logits[frame * CLASSES + 3] = Double.NEGATIVE_INFINITY;
        }
        inputs.put("prediction", ReferenceTensor.of(logits, 2, FRAMES, CLASSES));
        inputs.put("target", ReferenceTensor.of(new double[] {1, 2, 4, 1, 1, 3, 2, 1}, 2, LABELS));
        inputs.put("input_lengths", ReferenceTensor.vector(9, 9));
        inputs.put("target_lengths", ReferenceTensor.vector(4, 4));
        compare("ctc", inputs, "impossible classes");
    }

    private Execution.Outcome compare(String loss, Map<String, ReferenceTensor> inputs, String what) {
        LossObjective objective = Objective.of(Losses.of(loss)).reduce(ExampleReduction.NONE, BatchReduction.NONE);
        List<String> roles = List.of("prediction");
        assertEquals(ExecutionMode.TORCHSCRIPT, nativeKernel.executionMode(objective, inputs, roles));
        Execution.Outcome wanted = reference.run(objective, inputs, roles);
        Execution.Outcome got = nativeKernel.run(objective, inputs, roles);
        assertArrayEquals(wanted.value().toArray(), got.value().toArray(), 1e-10, loss + ", " + what);
        assertArrayEquals(
                wanted.gradients().get("prediction").toArray(),
                got.gradients().get("prediction").toArray(),
                1e-10,
                loss + ", gradient, " + what);
        return got;
    }

    private static Map<String, ReferenceTensor> inputs(int examples, Random random, int blank, boolean probabilities) {
        double[] logits =
                random.doubles((long) examples * FRAMES * CLASSES, -3, 3).toArray();
        if (probabilities) {
            for (int row = 0; row < logits.length; row += CLASSES) {
                double sum = 0;
                for (int i = row; i < row + CLASSES; i++) {
                    sum += Math.exp(logits[i]);
                }
                for (int i = row; i < row + CLASSES; i++) {
                    logits[i] = Math.exp(logits[i]) / sum;
                }
            }
        }
        double[] targets = new double[examples * LABELS];
        java.util.Arrays.setAll(targets, i -> (blank + 1 + random.nextInt(CLASSES - 1)) % CLASSES);
        double[] frames = random.ints(examples, 3, FRAMES + 1).asDoubleStream().toArray();
        double[] labels = random.ints(examples, 0, LABELS + 1).asDoubleStream().toArray();
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("prediction", ReferenceTensor.of(logits, examples, FRAMES, CLASSES));
        inputs.put("target", ReferenceTensor.of(targets, examples, LABELS));
        inputs.put("input_lengths", ReferenceTensor.vector(frames));
        inputs.put("target_lengths", ReferenceTensor.vector(labels));
        return inputs;
    }
}
