package org.losses4j.djl.internal.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.losses4j.BatchReduction;
import org.losses4j.LossObjective;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.conformance.AcceptanceCase;
import org.losses4j.conformance.AcceptanceCases;
import org.losses4j.conformance.EngineExecution;
import org.losses4j.djl.conformance.DjlExecution;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;

/** Which mode is taken. */
class ExecutionModeTest {
    private final EngineExecution engine = new EngineExecution(Precision.FLOAT64, new Engine());

    @Test
    void chosenModesAreTakenWhereTheyCanServe() {
        for (ExecutionMode mode : EnumSet.complementOf(EnumSet.of(ExecutionMode.AUTOMATIC))) {
            DjlExecution execution = DjlExecution.on(mode);
            for (AcceptanceCase recorded : AcceptanceCases.all()) {
                ExecutionMode wanted = mode == ExecutionMode.FUSED ? best(recorded) : mode;
                assertEquals(
                        onlyAutograd(recorded) ? ExecutionMode.OPERATIONS : wanted,
                        taken(execution, recorded),
                        recorded.name() + " on " + mode);
            }
        }
    }

    @Test
    void theAdapterChoosesTheEngineForAllThatItTakesTheHostForCtcAndTorchScriptForTheRest() {
        DjlExecution execution = DjlExecution.automatic();
        for (AcceptanceCase recorded : AcceptanceCases.all()) {
            assertEquals(
                    onlyAutograd(recorded) ? ExecutionMode.OPERATIONS : best(recorded),
                    taken(execution, recorded),
                    recorded.name());
        }
    }

    @Test
    void nothingIsCompiledForShapesThatComeSeldom() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        ModeChoice decisions = new ModeChoice(2);
        AtomicInteger made = new AtomicInteger();
        List<Optional<ExecutionMode>> modes = Stream.of(1, 2, 1, 1, 2, 1)
                .map(examples -> decisions.on(signature(objective, examples), () -> {
                    made.incrementAndGet();
                    return ExecutionMode.FUSED;
                }))
                .toList();
        Optional<ExecutionMode> none = Optional.empty();
        Optional<ExecutionMode> engine = Optional.of(ExecutionMode.FUSED);
        assertEquals(List.of(none, none, none, engine, none, engine), modes);
        assertEquals(1, made.get());
    }

    @Test
    void theMoreElementsTheEarlierItIsCompiledForThem() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        ModeChoice decisions = new ModeChoice(16);
        assertEquals(Optional.empty(), decisions.on(signature(objective, 1 << 21), () -> ExecutionMode.FUSED));
        assertEquals(
                Optional.of(ExecutionMode.FUSED),
                decisions.on(signature(objective, 1 << 21), () -> ExecutionMode.FUSED));
        int third = (1 << 22) / 9 + 1;
        assertEquals(
                List.of(Optional.empty(), Optional.empty(), Optional.of(ExecutionMode.FUSED)),
                Stream.of(1, 2, 3)
                        .map(time -> decisions.on(signature(objective, third), () -> ExecutionMode.FUSED))
                        .toList());
    }

    @Test
    void manyShapesAreCompiledForNowAndThenOnly() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        ModeChoice decisions = new ModeChoice(16);
        AtomicInteger made = new AtomicInteger();
        int steps = 100 * 400;
        for (int step = 0; step < steps; step++) {
            decisions.on(signature(objective, 32 * (20 + step % 400)), () -> {
                made.incrementAndGet();
                return ExecutionMode.FUSED;
            });
        }
        // 32 at once and one for each 8192 units of work, where a call with 16384 elements is two.
        double work = steps * (1 + 3 * 32 * 219.5 / 16384);
        assertTrue(made.get() >= 32 && made.get() <= 33 + work / 8192, made + " in " + steps + " steps");
    }

    @Test
    void whatIsCompiledIsNotPushedOutByShapesThatComeOnce() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        ModeChoice decisions = new ModeChoice(16);
        AtomicInteger made = new AtomicInteger();
        for (int step = 0; step < 20_000; step++) {
            int examples = step % 2 == 0 ? 64 : 1000 + step;
            decisions.on(signature(objective, examples), () -> {
                made.incrementAndGet();
                return ExecutionMode.FUSED;
            });
        }
        assertEquals(1, made.get());
    }

    private static Request.Signature signature(Objective objective, int examples) {
        return new Request.Signature(
                objective,
                List.of("prediction"),
                List.of(Shape.of(examples, 3)),
                DataType.FLOAT32,
                Device.cpu(),
                List.of(),
                false);
    }

    private ExecutionMode best(AcceptanceCase recorded) {
        Compilation compilation = engine.compile(recorded.objective(), recorded.inputs(), gradients(recorded));
        if (compilation instanceof Compilation.Compiled) {
            return ExecutionMode.FUSED;
        }
        return recorded.objective().spec().toString().matches("(?s).*ctc\\((?!.*from_logits=false).*")
                ? ExecutionMode.HOST
                : ExecutionMode.TORCHSCRIPT;
    }

    /** Values of a loss whose examples depend on one another, not reduced: their gradients cannot be carried. */
    private static boolean onlyAutograd(AcceptanceCase recorded) {
        return recorded.objective() instanceof LossObjective objective
                && objective.loss().coupled()
                && objective.reduction().batch() == BatchReduction.NONE
                && !recorded.gradients().isEmpty()
                && recorded.expected().shape().rank() > 0;
    }

    private static ExecutionMode taken(DjlExecution execution, AcceptanceCase recorded) {
        return execution.executionMode(recorded.objective(), recorded.inputs(), gradients(recorded));
    }

    private static List<String> gradients(AcceptanceCase recorded) {
        return List.copyOf(recorded.gradients().keySet());
    }
}
