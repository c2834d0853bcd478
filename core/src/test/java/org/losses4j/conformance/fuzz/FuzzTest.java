package org.losses4j.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.conformance.EngineExecution;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.GraphExecution;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.EngineOptions.Vectors;
import org.losses4j.engine.memory.Precision;

/** Half a minute of random cases on everything that core computes with. */
class FuzzTest {
    private static final int SECONDS = 25;

    @Test
    void everyExecutionAgreesWithTheOracleAndTheOracleWithAlgebra() {
        Tally tally = FuzzRun.of(executions(), SECONDS, "core", FuzzTest.class).check();

        for (String compared : List.of(
                "graph",
                "engine",
                "engine32",
                Differences.NAME,
                Finiteness.NAME,
                Properties.SUBSET,
                Properties.LENGTHS,
                Properties.ONES)) {
            Tally.Count count = tally.counts().get(compared);
            assertTrue(
                    count != null && count.compared() > count.open(),
                    () -> "hardly anything compared by " + compared + ":\n" + tally);
        }
    }

    @Test
    void everyLossTakesPart() {
        for (LossType<?> type : Losses.registered().types()) {
            Tally tally = new Tally();
            CaseChecker checker = new CaseChecker(List.of(), tally);
            CaseGenerator generator = new CaseGenerator(1, type.name());
            for (int index = 0; index < 12; index++) {
                checker.check(generator.next(index));
            }
            Tally.Count differences = tally.counts().get(Differences.NAME);
            assertTrue(differences != null && differences.compared() > 0, () -> type.name() + "\n" + tally);
        }
    }

    private static List<Execution> executions() {
        Engine vectors = new Engine(new EngineOptions().vectorsFrom(1).with(Vectors.WHERE_PRESENT));
        return List.of(
                new GraphExecution(),
                new EngineExecution(Precision.FLOAT64, vectors),
                new EngineExecution(Precision.FLOAT32, vectors));
    }
}
