package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.losses4j.tensor.ForeignTensor;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Each mistake is told before anything is computed: with the loss, the role, what it got, what it wants. */
class BadInputTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "huber(delta=0) | huber, delta, > 0, 0.0",
                "huber(delta=-1) | huber, delta, > 0, -1.0",
                "sigmoid_focal(alpha=1.5) | sigmoid_focal, alpha, [0.0, 1.0], 1.5",
                "sigmoid_focal(gamma=-1) | sigmoid_focal, gamma, ≥ 0, -1.0",
                "softmax_focal(gamma=-0.1) | softmax_focal, gamma, ≥ 0",
                "binary_cross_entropy(label_smoothing=1) | label_smoothing, [0, 1), 1.0",
                "sparse_categorical_cross_entropy(z_loss=-1) | z_loss, ≥ 0, -1.0",
                "sparse_categorical_cross_entropy(soft_cap=0) | soft_cap, > 0, 0.0",
                "sparse_categorical_cross_entropy(z_loss=1, from_logits=false) | z_loss, from_logits=false, 1.0",
                "sparse_categorical_cross_entropy(soft_cap=2, from_logits=false) | soft_cap, from_logits=false, 2.0",
                "categorical_cross_entropy(label_smoothing=-0.1) | label_smoothing, [0, 1)",
                "binary_cross_entropy(epsilon=0.7) | epsilon, [0, 0.5), 0.7",
                "quantile(tau=1) | quantile, tau, (0, 1)",
                "triplet_margin(p=0.5) | triplet_margin, p, ≥ 1",
                "nt_xent(temperature=0) | nt_xent, temperature, > 0",
                "huber(delta=true) | huber, delta, double, true",
                "huber(beta=1) | huber has no parameter 'beta', delta",
                "hubert | no loss 'hubert', huber",
                "binary_crossentropy | no loss, binary_cross_entropy",
                "cosine_similarity(output=angle) | output, distance, angle",
                "ctc(blank=0.5) | ctc, blank, int, 0.5",
                "huber(delta=1 | Expected ')'",
                "huber(delta) | Expected '='",
                "huber(delta=1, delta=2) | given twice",
                "huber) | Expected the end",
            })
    void ofSpecifications(String text, String mentioned) {
        assertMentions(assertThrows(IllegalArgumentException.class, () -> Losses.of(text)), mentioned);
    }

    @Test
    void ofShapes() {
        assertRefused(
                "mean_squared_error", Map.of("prediction", zeros(4), "target", zeros(4, 1)), "target, [4, 1], [4]");
        assertRefused(
                "mean_squared_error",
                Map.of("prediction", zeros(4, 1), "target", zeros(4)),
                "target, [4], wanted [4, 1], reshape it to [4, 1]");
        assertRefused(
                "huber",
                Map.of("prediction", zeros(6, 5, 2), "target", zeros(6, 2, 5)),
                "target, [6, 2, 5], wanted [6, 5, 2], transpose it to [6, 5, 2]");
        assertRefused(
                "huber",
                Map.of("prediction", zeros(6, 4), "target", zeros(6, 2, 2)),
                "target, [6, 2, 2], wanted [6, 4], reshape it to [6, 4]");
        assertRefused(
                "categorical_cross_entropy",
                Map.of("prediction", zeros(32, 10), "target", zeros(32)),
                "labels|target, [32], class indices, sparse_categorical_cross_entropy");
        assertRefused(
                "sparse_categorical_cross_entropy",
                Map.of("prediction", zeros(8, 3), "target", zeros(8, 3)),
                "one-hot, categorical_cross_entropy");
        assertRefused(
                "binary_cross_entropy",
                Map.of("prediction", zeros(8, 3), "target", zeros(8, 3), "pos_weight", zeros(4)),
                "pos_weight, [4], [3]");
        assertRefused(
                "batch_hard_triplet",
                Map.of("embedding", zeros(8, 3, 2), "target", zeros(8)),
                "embedding, [8, 3, 2], [N, D]");
        assertRefused("ctc", Map.of("prediction", zeros(2, 5), "target", zeros(2, 2)), "prediction, [2, 5], [N, T, C]");
        assertRefused(
                "mean_squared_error",
                Map.of("prediction", zeros(4, 3), "target", zeros(4, 3), "weights", zeros(3)),
                "weights, [3], [4, 3]");
        assertRefused(
                "sparse_categorical_cross_entropy",
                Map.of("prediction", zeros(4, 3), "target", zeros(4), "mask", zeros(4, 3)),
                "mask, [4, 3], [4]");
        assertRefused(
                "sparse_categorical_cross_entropy(axis=2)",
                Map.of("prediction", zeros(4, 3), "target", zeros(4)),
                "class axis 2, [4, 3]");
    }

    @Test
    void classesAlongPyTorchsAxis() {
        assertRefused(
                "sparse_categorical_cross_entropy",
                Map.of("prediction", zeros(4, 3, 5), "target", zeros(4, 5)),
                "target, [4, 5], wanted [4, 3], axis 1 of prediction, sparse_categorical_cross_entropy(axis=1)");
        assertRefused(
                "sparse_softmax_focal",
                Map.of("prediction", zeros(2, 3, 8, 9), "target", zeros(2, 1, 8, 9)),
                "wanted [2, 3, 8], sparse_softmax_focal(axis=1)");
        assertRefused(
                "categorical_cross_entropy",
                Map.of("prediction", zeros(4, 3, 5), "target", zeros(4, 5)),
                "sparse_categorical_cross_entropy(axis=1)");
    }

    /** As many class weights as examples, and classes that are along the axis that would be proposed already. */
    @Test
    void classWeightsAreAlongNoOtherAxis() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> Objective.of(Losses.of("sparse_categorical_cross_entropy"))
                        .checkShapes(Map.of(
                                "prediction", Shape.of(2, 3), "target", Shape.of(2), "class_weights", Shape.of(2))));
        assertTrue(error.getMessage().contains("'class_weights' has the shape [2], wanted [3]"), error.getMessage());
        assertFalse(error.getMessage().contains("axis="), error.getMessage());
    }

    /** As Keras, PyTorch and papers call them. */
    @ParameterizedTest
    @CsvSource({
        "mse, mean_squared_error",
        "MSELoss, mean_squared_error",
        "mse_loss, mean_squared_error",
        "mae, mean_absolute_error",
        "mape, mean_absolute_percentage_error",
        "bce, binary_cross_entropy",
        "cce, categorical_cross_entropy",
        "binary_crossentropy, binary_cross_entropy",
        "focal_loss, softmax_focal",
        "SmoothL1Loss, smooth_l1"
    })
    void theNamesOfOtherLibrariesLeadToOurs(String name, String wanted) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> Losses.of(name));
        assertTrue(error.getMessage().contains("Did you mean " + wanted), error.getMessage());
    }

    @Test
    void whatAnObjectiveTakesIsSaid() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> Objective.parse("objective(loss=huber, reduction=sum)"));
        assertTrue(
                error.getMessage().contains("objective has the parameters loss, example and batch"),
                error.getMessage());
        assertTrue(error.getMessage().contains("reduction=sum"), error.getMessage());
    }

    @Test
    void ofRoles() {
        assertRefused("mean_squared_error", Map.of("prediction", zeros(4)), "target, missing");
        assertRefused(
                "mean_squared_error",
                Map.of("prediction", zeros(4), "target", zeros(4), "weight", zeros(4)),
                "no role 'weight', weights");
        assertRefused("wasserstein_generator", Map.of("prediction", zeros(4), "fake", zeros(4)), "prediction, twice");
    }

    @Test
    void ofValues() {
        Tensor three = zeros(2, 3);
        String sparse = "sparse_categorical_cross_entropy";
        assertRefused(sparse, Map.of("prediction", three, "target", vector(0, 3)), "target, 0 to 2, got 3 at [1]");
        assertRefused(
                sparse, Map.of("prediction", three, "target", vector(-1, 2)), "target, got -1 at [0], ignore_index");
        assertRefused(sparse, Map.of("prediction", three, "target", vector(0.5, 2)), "target, got 0.5");
        assertRefused("hinge", Map.of("prediction", vector(1, 2), "target", vector(0.5, 1)), "target, got 0.5");
        assertRefused(
                "contrastive", Map.of("prediction", vector(1, 2), "target", vector(2, 1)), "target, 0 or 1, got 2");
        assertRefused(
                "mean_squared_error",
                Map.of("prediction", vector(1, 2), "target", vector(1, 2), "weights", vector(1, -1)),
                "weights, ≥ 0, got -1");
        assertRefused(
                "mean_squared_error",
                Map.of("prediction", vector(1, 2), "target", vector(1, 2), "mask", vector(1, 0.5)),
                "mask, 1 for what counts, got 0.5 at [1], fractions are weights, 'weights'");
        assertRefused(
                "mean_squared_error",
                Map.of("prediction", zeros(2, 3, 4), "target", zeros(2, 3, 4), "mask", vector(3, 1)),
                "mask, got 3 at [0], 'valid_lengths'");
        assertRefused(
                "mean_squared_error",
                Map.of("prediction", vector(1, 2), "target", vector(1, 2), "mask", vector(Double.NaN, 1)),
                "mask, got NaN at [0]");
        assertRefused(
                "gaussian_nll",
                Map.of("prediction", vector(1), "target", vector(1), "variance", vector(-1)),
                "variance, ≥ 0, got -1");
        assertRefused(
                "batch_hard_triplet",
                Map.of("embedding", zeros(3, 2), "target", vector(4, 4, 4)),
                "all 3 examples, class 4, two classes");
    }

    /** NaN where a number picks something would pick nothing, and leave a finite gradient that looks like any other. */
    @Test
    void ofIndicesThatAreNaN() {
        double nan = Double.NaN;
        String sparse = "sparse_categorical_cross_entropy";
        Tensor three = zeros(2, 3);
        assertRefused(sparse, Map.of("prediction", three, "target", vector(0, nan)), "target, 0 to 2, got NaN at [1]");
        assertRefused(
                "sparse_categorical_cross_entropy(ignore_index=-1)",
                Map.of("prediction", three, "target", vector(nan, -1)),
                "target, got NaN at [0]");
        assertRefused(
                "batch_hard_triplet", Map.of("embedding", three, "target", vector(0, nan)), "target, got NaN at [1]");
        Map<String, Tensor> sequence =
                Map.of("prediction", zeros(1, 3, 4), "target", ReferenceTensor.matrix(new double[] {1, nan}));
        assertRefused("ctc", sequence, "target, got NaN at [0, 1]");
        Map<String, Tensor> fits = with(sequence, "target", ReferenceTensor.matrix(new double[] {1, 1}));
        assertRefused("ctc", with(fits, "target_lengths", vector(nan)), "target_lengths, got NaN");
        assertRefused("ctc", with(fits, "input_lengths", vector(nan)), "input_lengths, got NaN");
        Map<String, Tensor> masked = Map.of("prediction", three, "target", vector(0, nan), "mask", vector(1, 0));
        assertDoesNotThrow(() -> Checks.check(Objective.of(Losses.of(sparse)), Inputs.of(masked)));
        Map<String, Tensor> measured = Map.of("prediction", vector(1, 2), "target", vector(nan, 1));
        assertDoesNotThrow(() -> Checks.check(Objective.of(Losses.of("hinge")), Inputs.of(measured)));
    }

    @Test
    void ofValidLengths() {
        String sparse = "sparse_categorical_cross_entropy";
        Map<String, Tensor> rows = Map.of("prediction", zeros(4, 3), "target", zeros(4));
        assertRefused(sparse, with(rows, "valid_lengths", zeros(4)), "valid_lengths, second axis, [4], 'mask'");
        Map<String, Tensor> fits = new LinkedHashMap<>(
                Map.of("prediction", zeros(2, 3, 4), "target", zeros(2, 3), "valid_lengths", vector(3, 0)));
        assertDoesNotThrow(() -> Checks.check(Objective.of(Losses.of(sparse)), Inputs.of(fits)));
        assertRefused(sparse, with(fits, "valid_lengths", zeros(3)), "valid_lengths, [3], wanted [2]");
        assertRefused(sparse, with(fits, "valid_lengths", vector(3, 4)), "valid_lengths, 0 to 3, got 4 at [1]");
        assertRefused(sparse, with(fits, "valid_lengths", vector(-1, 3)), "valid_lengths, 0 to 3, got -1 at [0]");
        assertRefused(sparse, with(fits, "valid_lengths", vector(1.5, 3)), "valid_lengths, got 1.5 at [0]");
        assertRefused(sparse, with(fits, "valid_lengths", vector(Double.NaN, 3)), "valid_lengths, got NaN at [0]");
        Map<String, Tensor> masked = with(fits, "mask", vector(0, 1));
        assertRefused(sparse, with(masked, "valid_lengths", vector(9, 3)), "valid_lengths, 0 to 3, got 9 at [0]");
        Tensor padded = ReferenceTensor.matrix(new double[] {0, 1, 99}, new double[] {Double.NaN, -1, 2});
        Map<String, Tensor> beyond = with(fits, "target", padded);
        Map<String, Tensor> right = with(beyond, "valid_lengths", vector(2, 0));
        assertDoesNotThrow(() -> Checks.check(Objective.of(Losses.of(sparse)), Inputs.of(right)));
        assertRefused(sparse, with(beyond, "valid_lengths", vector(3, 0)), "target, got 99 at [0, 2]");
        assertRefused(sparse, with(right, "mask", vector(2, 1)), "mask, got 2 at [0], 'valid_lengths'");
    }

    @Test
    void ofLossesWithoutSteps() {
        Map<String, Tensor> sequence = Map.of(
                "prediction", zeros(1, 3, 4),
                "target", ReferenceTensor.matrix(new double[] {1, 1}),
                "valid_lengths", vector(3));
        assertRefused("ctc", sequence, "no role 'valid_lengths', input_lengths, for each example, none for each step");
        assertRefused(
                "batch_hard_triplet",
                Map.of("embedding", zeros(2, 3), "target", vector(0, 1), "valid_lengths", zeros(2)),
                "no role 'valid_lengths', mask, none for each step");
    }

    @Test
    void ofSequenceLengths() {
        Map<String, Tensor> fits = new LinkedHashMap<>(Map.of(
                "prediction", zeros(1, 3, 4),
                "target", ReferenceTensor.matrix(new double[] {1, 1}),
                "input_lengths", vector(3),
                "target_lengths", vector(2)));
        assertDoesNotThrow(() -> Checks.check(Objective.of(Losses.of("ctc")), Inputs.of(fits)));
        assertRefused("ctc", with(fits, "input_lengths", vector(4)), "input_lengths, 0 to 3, got 4");
        assertRefused("ctc", with(fits, "target_lengths", vector(3)), "target_lengths, 0 to 2, got 3");
        assertRefused("ctc", with(fits, "target_lengths", vector(-1)), "target_lengths, got -1");
        assertRefused(
                "ctc", with(fits, "target", ReferenceTensor.matrix(new double[] {1, 4})), "target, 0 to 3, got 4");
        assertRefused("ctc", with(fits, "target", ReferenceTensor.matrix(new double[] {0, 1})), "target, blank, 0");
        assertRefused("ctc(blank=4)", fits, "blank, 4 classes");
        Map<String, Tensor> padded =
                with(with(fits, "target_lengths", vector(1)), "target", ReferenceTensor.matrix(new double[] {1, -1}));
        assertDoesNotThrow(() -> Checks.check(Objective.of(Losses.of("ctc")), Inputs.of(padded)));
        Map<String, Tensor> infeasible = with(fits, "input_lengths", vector(2));
        assertDoesNotThrow(() -> Checks.check(Objective.of(Losses.of("ctc")), Inputs.of(infeasible)));
    }

    @Test
    void ofTwoFrameworks() {
        Tensor foreign = new ForeignTensor(zeros(4)).asTensor();
        assertRefused(
                "mean_squared_error",
                new java.util.TreeMap<>(Map.of("prediction", zeros(4), "target", foreign)),
                "target, ReferenceTensor, one framework");
    }

    @Test
    void maskedValuesAreNotLookedAt() {
        Map<String, Tensor> inputs = Map.of("prediction", zeros(2, 3), "target", vector(0, 99), "mask", vector(1, 0));
        LossObjective objective = Objective.of(Losses.of("sparse_categorical_cross_entropy"));
        assertDoesNotThrow(() -> Checks.check(objective, Inputs.of(inputs)));
    }

    @Test
    void classIndicesMayCarryATrailingAxis() {
        LossObjective objective = Objective.of(Losses.of("sparse_categorical_cross_entropy"));
        assertDoesNotThrow(() -> Checks.check(objective, Inputs.of(zeros(4, 3), zeros(4, 1))));
    }

    private static void assertRefused(String loss, Map<String, Tensor> inputs, String mentioned) {
        Objective objective = Objective.of(Losses.of(loss));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> Checks.check(objective, Inputs.of(inputs)),
                () -> loss + " takes " + inputs);
        assertMentions(error, loss.replaceAll("\\(.*", "") + ", " + mentioned);
    }

    private static void assertMentions(IllegalArgumentException error, String mentioned) {
        assertAll(Stream.of(mentioned.split(", (?![^\\[(]*[\\])])"))
                .map(word -> () -> assertTrue(
                        Arrays.stream(word.split("\\|")).anyMatch(error.getMessage()::contains),
                        () -> "'" + word + "' is not in: " + error.getMessage())));
    }

    private static Map<String, Tensor> with(Map<String, Tensor> inputs, String role, Tensor tensor) {
        Map<String, Tensor> changed = new LinkedHashMap<>(inputs);
        changed.put(role, tensor);
        return changed;
    }

    private static Tensor zeros(int... extents) {
        int size = Arrays.stream(extents).reduce(1, Math::multiplyExact);
        return ReferenceTensor.of(new double[size], extents);
    }

    private static Tensor vector(double... values) {
        return ReferenceTensor.vector(values);
    }
}
