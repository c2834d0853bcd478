package org.losses4j.djl.internal.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.losses4j.BatchReduction;
import org.losses4j.LossObjective;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Role;
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
    private final PreparedMode module = new PreparedMode() {
        @Override
        public ExecutionMode mode() {
            return ExecutionMode.TORCHSCRIPT;
        }

        @Override
        public NDArray compute(Request request) {
            throw new UnsupportedOperationException("Nothing is computed here");
        }
    };
    private int compiled;
    private final EngineExecution engine = new EngineExecution(Precision.FLOAT64, new Engine());

    @Test
    void chosenModesAreTakenWhereTheyCanServe() {
        for (ExecutionMode mode : EnumSet.complementOf(EnumSet.of(ExecutionMode.AUTOMATIC))) {
            DjlExecution execution = DjlExecution.on(mode);
            for (AcceptanceCase recorded : AcceptanceCases.all()) {
                boolean serves = switch (mode) {
                    case FUSED -> isTaken(recorded);
                    case TORCHSCRIPT -> !recorded.objective().name().equals("rnnt");
                    default -> true;
                };
                ExecutionMode wanted = serves ? mode : best(recorded);
                assertEquals(
                        onlyAutograd(recorded) ? ExecutionMode.OPERATIONS : wanted,
                        taken(execution, recorded),
                        recorded.name() + " on " + mode);
            }
        }
    }

    @Test
    void theAdapterChoosesTorchScriptForMatrixProductsAndForWhatTheEngineDoesNotTake() {
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
        ModeChoice choice = new ModeChoice(2);
        List<Boolean> modules = Stream.of(1, 2, 1, 1, 2, 1)
                .map(examples -> hasModule(choice, signature(objective, examples)))
                .toList();
        assertEquals(List.of(false, false, false, true, false, true), modules);
        assertEquals(1, compiled);
    }

    @Test
    void theMoreElementsTheEarlierItIsCompiledForThem() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        ModeChoice choice = new ModeChoice(16);
        assertFalse(hasModule(choice, signature(objective, 1 << 21)));
        assertTrue(hasModule(choice, signature(objective, 1 << 21)));
        int third = (1 << 22) / 9 + 1;
        assertEquals(
                List.of(false, false, true),
                Stream.of(1, 2, 3)
                        .map(time -> hasModule(choice, signature(objective, third)))
                        .toList());
    }

    @Test
    void manyShapesAreCompiledForNowAndThenOnly() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        ModeChoice choice = new ModeChoice(16);
        int steps = 100 * 400;
        for (int step = 0; step < steps; step++) {
            hasModule(choice, signature(objective, 32 * (20 + step % 400)));
        }
        // 32 at once and one for each 8192 units of work, where a call with 16384 elements is two.
        double work = steps * (1 + 3 * 32 * 219.5 / 16384);
        assertTrue(compiled >= 32 && compiled <= 33 + work / 8192, compiled + " in " + steps + " steps");
    }

    @Test
    void whatIsCompiledIsNotPushedOutByShapesThatComeOnce() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        ModeChoice choice = new ModeChoice(16);
        for (int step = 0; step < 20_000; step++) {
            int examples = step % 2 == 0 ? 64 : 1000 + step;
            hasModule(choice, signature(objective, examples));
        }
        assertEquals(1, compiled);
    }

    /** Whether there is a module for a signature, which is made if it is time. */
    private boolean hasModule(ModeChoice choice, Request.Signature signature) {
        if (choice.find(signature).isPresent()) {
            return true;
        }
        boolean compiles = choice.isTimeToCompile(signature);
        if (compiles) {
            compiled++;
            choice.choose(signature, module);
        }
        return compiles;
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
        boolean products = recorded.objective()
                .spec()
                .toString()
                .matches(
                        "(?s).*(info_nce|nt_xent|supervised_contrastive|multi_similarity|circle|barlow_twins|vicreg|center(?!_)"
                                + "|batch_hard_triplet\\([^)]*cosine).*");
        return isTaken(recorded) && !products ? ExecutionMode.FUSED : ExecutionMode.TORCHSCRIPT;
    }

    private boolean isTaken(AcceptanceCase recorded) {
        return engine.compile(recorded.objective(), recorded.inputs(), gradients(recorded))
                instanceof Compilation.Compiled;
    }

    /**
     * Values of a loss whose examples depend on one another, or on what is trained for all of them, not reduced: their gradients
     * cannot be carried.
     */
    private static boolean onlyAutograd(AcceptanceCase recorded) {
        return recorded.objective() instanceof LossObjective objective
                && (objective.loss().coupled() || trainsClasses(objective))
                && objective.reduction().batch() == BatchReduction.NONE
                && !recorded.gradients().isEmpty()
                && recorded.expected().shape().rank() > 0;
    }

    private static boolean trainsClasses(LossObjective objective) {
        return objective.loss().roles().stream()
                .anyMatch(role -> role.differentiable() && role.extent() == Role.ShapeRule.CLASSES);
    }

    private static ExecutionMode taken(DjlExecution execution, AcceptanceCase recorded) {
        return execution.executionMode(recorded.objective(), recorded.inputs(), gradients(recorded));
    }

    private static List<String> gradients(AcceptanceCase recorded) {
        return List.copyOf(recorded.gradients().keySet());
    }
}
