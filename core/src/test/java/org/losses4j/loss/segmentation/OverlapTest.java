package org.losses4j.loss.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.EngineExecution;
import org.losses4j.conformance.Execution;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** Regions of which next to nothing is predicted. */
class OverlapTest {

    static Stream<Arguments> regions() {
        return Stream.of("dice(smoothing=0)", "jaccard(smoothing=0)", "tversky(smoothing=0)")
                .flatMap(loss -> Stream.of(-80, -90, -100, -700, -730, -740, -745)
                        // Half of the smallest number there is, which is Tversky's, is nothing.
                        .filter(logit -> logit > -745 || !loss.startsWith("tversky"))
                        .flatMap(logit -> Stream.of(Precision.values())
                                .filter(precision -> precision == Precision.FLOAT64 || logit >= -100)
                                .map(precision -> Arguments.of(loss, logit, precision))));
    }

    /** Without a true region all that is predicted is wrong, 1 − 0/Σp = 1, however little it is: the gradient is 0. */
    @ParameterizedTest
    @MethodSource("regions")
    void aPredictionThatVanishesIsAllWrong(String loss, int logit, Precision precision) {
        Execution.Outcome outcome = new EngineExecution(precision, new Engine())
                .run(
                        Objective.parse(loss),
                        Map.of(
                                Role.PREDICTION, ReferenceTensor.matrix(new double[] {logit}, new double[] {logit}),
                                Role.TARGET, ReferenceTensor.matrix(new double[] {0}, new double[] {0})),
                        List.of(Role.PREDICTION));
        assertEquals(1, outcome.value().item(), 1e-6);
        for (double gradient : outcome.gradients().get(Role.PREDICTION).toArray()) {
            assertEquals(0, gradient, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dice(axis=0)", "jaccard(axis=-2)", "tversky(axis=0)"})
    void classesCannotLieAlongTheExamples(String loss) {
        Map<String, Shape> shapes = Map.of(Role.PREDICTION, Shape.of(3, 4), Role.TARGET, Shape.of(3, 4));
        Objective objective = Objective.parse(loss);
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> objective.checkShapes(shapes))
                        .getMessage());
        assertTrue(message.contains("[3, 4]") && message.contains("aggregate=class"), message);
        Objective.parse(loss.replace(")", ",aggregate=class)")).checkShapes(shapes);
    }
}
