package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** The words of a violation, its place, and which violations a mask excuses. */
class InputRuleTest {
    private static final AllowedValues NO_FIX = new AllowedValues(0, 5, false, null, "numbers from 0 to 5", "");
    private static final Tensor BLOCK =
            ReferenceTensor.of(new double[] {1, 2, 3, 4, 5, -6, 1, 2, 3, 4, 5, -7}, 2, 3, 2);

    @ParameterizedTest
    @CsvSource({
        "6, 6",
        "-1, -1",
        "6.5, 6.5",
        "999999999, 999999999",
        "-999999999, -999999999",
        "1e9, 1.0E9",
        "-1e9, -1.0E9",
        "Infinity, Infinity",
        "-Infinity, -Infinity"
    })
    void theNumberIsWrittenAsItWasMeant(double got, String written) {
        assertEquals(
                "l: the input 'r' must be numbers from 0 to 5, got " + written + " at [1]",
                refused(() -> new InputRule("l", "r", NO_FIX).check(vector(5, got, 7), Optional.empty())));
    }

    @Test
    void whatToDoStandsBehindIt() {
        AllowedValues withFix = new AllowedValues(0, 5, false, null, "small", "make it smaller");
        assertEquals(
                "l: the input 'r' must be small, got 6 at []; make it smaller",
                refused(() -> new InputRule("l", "r", withFix).check(ReferenceTensor.scalar(6), Optional.empty())));
    }

    @Test
    void thePlaceHasANumberForEachAxis() {
        assertEquals("at [0, 2, 1]", place(BLOCK, null));
        assertEquals("at [1, 2, 1]", place(BLOCK, ReferenceTensor.vector(0, 1)));
    }

    @Test
    void limitsThemselvesAndNaNAreAllowed() {
        assertAllowed("r", vector(0, 5, Double.NaN), null);
    }

    @Test
    void aMaskExcusesWhatItTakesOut() {
        assertAllowed("r", BLOCK, vector(0, 0));
        assertAllowed("r", BLOCK, ReferenceTensor.scalar(0));
        assertAllowed("r", BLOCK, ReferenceTensor.matrix(new double[] {1, 1, 0}, new double[] {1, 1, 0}));
        // One row for all examples, one column for all steps, and axes of extent 1 behind the last.
        assertAllowed("r", BLOCK, ReferenceTensor.matrix(new double[] {1, 1, 0}));
        assertAllowed("r", BLOCK, ReferenceTensor.of(new double[] {0, 0}, 2, 1));
        assertAllowed("r", BLOCK, ReferenceTensor.of(new double[] {0, 0}, 2, 1, 1, 1));
        assertAllowed("r", BLOCK, ReferenceTensor.of(new double[] {1, 0}, 1, 1, 2));
        double[] elements = {1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0};
        assertAllowed("r", BLOCK, ReferenceTensor.of(elements, 2, 3, 2));
    }

    @Test
    void aMaskExcusesNothingElse() {
        assertEquals("at [0, 2, 1]", place(BLOCK, vector(1, 0)));
        assertEquals("at [1, 2, 1]", place(BLOCK, ReferenceTensor.matrix(new double[] {0, 0, 0}, new double[] {0, 0, 1
        })));
        assertEquals("at [0, 2, 1]", place(BLOCK, ReferenceTensor.matrix(new double[] {0, 0, 1})));
        assertEquals("at [0, 2, 1]", place(BLOCK, ReferenceTensor.scalar(1)));
        // A number for each example, under a mask of their steps.
        assertEquals("at [1]", place(vector(1, -1), ReferenceTensor.of(new double[6], 2, 3)));
    }

    @Test
    void aMaskDoesNotExcuseItselfOrWhatBelongsToClasses() {
        for (String role : new String[] {Role.MASK, Role.CLASS_WEIGHTS, Role.POS_WEIGHT}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new InputRule("l", role, NO_FIX).check(vector(-1, 1), Optional.of(vector(0, 0))),
                    role);
        }
        assertAllowed(Role.WEIGHTS, vector(-1, 1), vector(0, 1));
    }

    @Test
    void everyInputIsCheckedByItsRole() {
        LossObjective objective = Objective.of(Losses.of("gaussian_nll"));
        Map<String, Tensor> inputs =
                Map.of("prediction", vector(-1, -2), "target", vector(-3, -4), "variance", vector(1, -2));
        assertEquals(
                "gaussian_nll: the input 'variance' must be numbers ≥ 0, got -2 at [1]",
                refused(() -> objective.checkValues(Inputs.of(inputs))).replaceAll(";.*", ""));
        assertDoesNotThrow(() -> objective.checkValues(Inputs.of(inputs).with(Role.MASK, vector(1, 0))));
        assertDoesNotThrow(() -> objective.checkValues(Inputs.of(inputs).with("variance", vector(1, 2))));
    }

    @Test
    void fixedNumbersAreChecked() {
        LossObjective objective = Objective.of(Losses.of("sparse_categorical_cross_entropy"));
        Inputs inputs =
                Inputs.of(ReferenceTensor.of(new double[6], 2, 3), vector(0, 2)).with(Role.MASK, vector(0, 0));
        String message = refused(() -> objective.fix(Role.CLASS_WEIGHTS, 1, -2, -3));
        assertEquals(
                "sparse_categorical_cross_entropy: the input 'class_weights' must be numbers ≥ 0, got -2",
                message.replaceAll(";.*", ""));
        assertDoesNotThrow(() -> objective.fix(Role.CLASS_WEIGHTS, 1, 0, 2).checkValues(inputs));
    }

    @Test
    void aLosssOwnCheckIsMade() {
        LossObjective objective = Objective.of(Losses.of("batch_hard_triplet"));
        Inputs inputs = Inputs.of(
                Map.of("embedding", ReferenceTensor.of(new double[] {1, 2, 3, 4}, 2, 2), "target", vector(3, 3)));
        assertThrows(IllegalArgumentException.class, () -> objective.checkValues(inputs));
        assertDoesNotThrow(() -> objective.checkValues(inputs.with("target", vector(3, 4))));
    }

    private static void assertAllowed(String role, Tensor tensor, Tensor mask) {
        assertDoesNotThrow(() -> new InputRule("l", role, NO_FIX).check(tensor, Optional.ofNullable(mask)));
    }

    private static String place(Tensor tensor, Tensor mask) {
        return refused(() -> new InputRule("l", "r", NO_FIX).check(tensor, Optional.ofNullable(mask)))
                .replaceAll(".* at ", "at ");
    }

    private static String refused(Executable check) {
        return assertThrows(IllegalArgumentException.class, check).getMessage();
    }

    private static Tensor vector(double... values) {
        return ReferenceTensor.vector(values);
    }
}
