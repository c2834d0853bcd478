package org.losses4j.dl4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Objective;
import org.losses4j.dl4j.Examples;
import org.losses4j.engine.Engine;
import org.losses4j.execution.Programs;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A training goes on where the engine fails, and its user hears of it once. */
class EngineFaultTest {
    private static final Objective HUBER = Objective.parse("huber");
    private static final Objective SPARSE = Objective.parse("sparse_categorical_cross_entropy");
    private final Map<String, INDArray> inputs =
            Map.of("prediction", Examples.normal(new Random(1), 5, 3), "target", Examples.normal(new Random(2), 5, 3));

    /** An engine that fails, having counted that it was asked. */
    private static final class Failing extends FusedExecution {
        private final Throwable fault;
        private int runs;

        Failing(Programs programs, Throwable fault) {
            super(programs, new Engine());
            this.fault = fault;
        }

        @Override
        ArrayProgram.Outcome run(ArrayProgram program, Map<String, INDArray> inputs) {
            runs++;
            throw EngineFaultTest.<RuntimeException>sneaky(fault);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler need not know what is thrown
    private static <T extends Throwable> T sneaky(Throwable fault) throws T {
        throw (T) fault;
    }

    private static String logged(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    static Stream<Throwable> faults() {
        return Stream.of(
                new IllegalStateException("no pass has made it"),
                new ArrayIndexOutOfBoundsException(7),
                new NullPointerException(),
                new IllegalArgumentException("a layout that nobody asked for"),
                new VerifyError("bad type on operand stack"),
                new NoClassDefFoundError("jdk/incubator/vector/FloatVector"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everythingIsComputedByArraysAndSaidOnce(Throwable fault) {
        Programs programs = new Programs();
        Failing failing = new Failing(programs, fault);
        Nd4jExecution execution = new Nd4jExecution(ExecutionMode.AUTOMATIC, programs, failing);
        Nd4jExecution arrays = new Nd4jExecution(ExecutionMode.OPERATIONS);
        List<String> prediction = List.of("prediction");
        String log = logged(() -> {
            for (int i = 0; i < 3; i++) {
                Nd4jExecution.Result result = execution.compute(HUBER, inputs, prediction);
                Nd4jExecution.Result wanted = arrays.compute(HUBER, inputs, prediction);
                assertEquals(wanted.value(), result.value());
                assertEquals(wanted.gradients(), result.gradients());
                assertEquals(arrays.value(HUBER, inputs), execution.value(HUBER, inputs));
                assertEquals(
                        arrays.gradients(HUBER, inputs, prediction, 2),
                        execution.gradients(HUBER, inputs, prediction, 2));
                assertEquals(arrays.perExample(HUBER, inputs), execution.perExample(HUBER, inputs));
            }
        });
        assertEquals(1, log.lines().count(), log);
        for (String part : List.of("huber", fault.toString(), "please report")) {
            assertTrue(log.contains(part), log);
        }
        assertEquals(4, failing.runs, "what failed is not tried again");
    }

    @Test
    void aWrongInputIsTheUsersToKnow() {
        Nd4jExecution execution = new Nd4jExecution(ExecutionMode.AUTOMATIC);
        Map<String, INDArray> wrong =
                Map.of("prediction", Examples.normal(new Random(1), 2, 3), "target", Nd4j.createFromArray(0.0, 3));
        String log = logged(() -> {
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> execution.value(SPARSE, wrong));
            assertTrue(error.getMessage().contains("got 3"), error.getMessage());
        });
        assertEquals("", log);
    }

    @Test
    void noMemoryAndNoStackAreNotHidden() {
        for (Error fault : List.of(new OutOfMemoryError("Java heap space"), new StackOverflowError())) {
            Programs programs = new Programs();
            Nd4jExecution execution =
                    new Nd4jExecution(ExecutionMode.AUTOMATIC, programs, new Failing(programs, fault));
            assertThrows(fault.getClass(), () -> execution.value(HUBER, inputs));
        }
    }
}
