package org.losses4j.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.AcceptanceCase;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.GraphExecution;
import org.losses4j.conformance.Placement;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Executions that are wrong on purpose are found, in few cases, and by small ones. */
class FuzzSabotageTest {
    private static final long SEED = 11;
    private static final int CASES = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final GraphExecution right = new GraphExecution();

    @Test
    void aGradientThatIsAThousandthTooLarge() {
        Finding smallest = found((objective, inputs, placements, gradients) -> {
            Execution.Outcome outcome = right.run(objective, inputs, gradients);
            Map<String, Tensor> scaled = new LinkedHashMap<>(outcome.gradients());
            scaled.computeIfPresent(Role.PREDICTION, (role, gradient) -> gradient.mul(1.001));
            return new Execution.Outcome(outcome.value(), scaled);
        });

        assertEquals("wrong: the gradient by prediction", smallest.kind());
        assertEquals(1, smallest.given().inputs().get(Role.PREDICTION).shape().size(), smallest::toString);
    }

    @Test
    void aMaskThatIsIgnored() {
        Finding smallest = found((objective, inputs, placements, gradients) -> {
            Map<String, ReferenceTensor> unmasked = new LinkedHashMap<>(inputs);
            unmasked.remove(Role.MASK);
            return right.run(objective, unmasked, gradients);
        });

        assertTrue(smallest.given().inputs().containsKey(Role.MASK), smallest::toString);
        assertTrue(smallest.given().size() <= 6, smallest::toString);
    }

    @Test
    void aCrashAtAnExtent() {
        Finding smallest = found((objective, inputs, placements, gradients) -> {
            if (inputs.values().stream().anyMatch(FuzzSabotageTest::has33)) {
                throw new IllegalStateException("33");
            }
            return right.run(objective, inputs, gradients);
        });

        assertEquals("wrong: IllegalStateException", smallest.kind());
        int largest = smallest.given().inputs().values().stream()
                .mapToInt(tensor -> tensor.shape().size())
                .max()
                .orElse(0);
        assertEquals(33, largest, smallest::toString);
    }

    @Test
    void aLayoutThatIsNotLookedAt() {
        Finding smallest = found((objective, inputs, placements, gradients) -> {
            Map<String, ReferenceTensor> read = new LinkedHashMap<>(inputs);
            placements.forEach((role, placement) -> read.computeIfPresent(
                    role,
                    (name, tensor) -> ReferenceTensor.of(
                            Arrays.copyOfRange(
                                    placement.scatter(tensor),
                                    placement.offset(),
                                    placement.offset() + tensor.shape().size()),
                            tensor.shape().toArray())));
            return right.run(objective, read, gradients);
        });

        assertFalse(smallest.given().placements().isEmpty(), smallest::toString);
        assertTrue(smallest.given().size() <= 12, smallest::toString);
    }

    /** What is written of a finding fails as the finding did, and passes where nothing is wrong. */
    @Test
    void theCaseFileFailsInTheSameWay() throws Exception {
        Way scaled = (objective, inputs, placements, gradients) -> {
            Execution.Outcome outcome = right.run(objective, inputs, gradients);
            Map<String, Tensor> wrong = new LinkedHashMap<>();
            outcome.gradients().forEach((role, gradient) -> wrong.put(role, gradient.mul(1.001)));
            return new Execution.Outcome(outcome.value(), wrong);
        };
        Finding smallest = found(scaled);
        List<Map<String, Object>> maps =
                new ObjectMapper().readValue(CaseFiles.write(smallest), new TypeReference<>() {});
        AcceptanceCase written = AcceptanceCase.fromMap(maps.get(0));

        assertEquals(1, maps.size());
        assertFalse(written.check(new Wrong(scaled)).isEmpty(), () -> CaseFiles.write(smallest));
        assertEquals(List.of(), written.check(right));
    }

    @Test
    void aRightOneIsNot() {
        CaseChecker checker = new CaseChecker(
                List.of(new Wrong(
                        (objective, inputs, placements, gradients) -> right.run(objective, inputs, gradients))),
                new Tally());
        CaseGenerator generator = new CaseGenerator(SEED);

        LongStream.range(0, CASES).forEach(index -> assertEquals(List.of(), checker.check(generator.next(index))));
    }

    @Test
    void theSameSeedAndNumberMakeTheSameCase() {
        FuzzCase once = new CaseGenerator(SEED).next(7);
        FuzzCase again = new CaseGenerator(SEED).next(7);

        assertEquals(once.objective(), again.objective());
        assertEquals(once.inputs().toString(), again.inputs().toString());
        assertEquals(once.placements(), again.placements());
    }

    private static boolean has33(Tensor tensor) {
        return Arrays.stream(tensor.shape().toArray()).anyMatch(extent -> extent == 33);
    }

    private static Finding found(Way way) {
        Fuzzer fuzzer = new Fuzzer(SEED, null, List.of(new Wrong(way)));
        Optional<Finding> finding = LongStream.range(0, CASES)
                .mapToObj(fuzzer::check)
                .flatMap(List::stream)
                .findFirst();
        return fuzzer.shrink(
                finding.orElseThrow(() -> new AssertionError(fuzzer.tally().toString())), PATIENCE);
    }

    private interface Way {
        Execution.Outcome run(
                Objective objective,
                Map<String, ReferenceTensor> inputs,
                Map<String, Placement> placements,
                List<String> gradients);
    }

    private record Wrong(Way way) implements Execution {
        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
            return way.run(objective, inputs, Map.of(), gradients);
        }

        @Override
        public Outcome run(
                Objective objective,
                Map<String, ReferenceTensor> inputs,
                Map<String, Placement> placements,
                List<String> gradients) {
            return way.run(objective, inputs, placements, gradients);
        }
    }
}
