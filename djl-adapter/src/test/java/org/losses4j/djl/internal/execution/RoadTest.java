package org.losses4j.djl.internal.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
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
import org.losses4j.djl.execution.Road;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;

/** Which road is taken. */
class RoadTest {
    private final EngineExecution engine = new EngineExecution(Precision.FLOAT64, new Engine());

    @Test
    void forcedRoadsAreTakenWhereTheyCanServe() {
        for (Road road : Road.values()) {
            DjlExecution execution = DjlExecution.on(road);
            for (AcceptanceCase recorded : AcceptanceCases.all()) {
                Road wanted = road == Road.ENGINE ? best(recorded) : road;
                assertEquals(
                        onlyAutograd(recorded) ? Road.AUTOGRAD : wanted,
                        taken(execution, recorded),
                        recorded.name() + " on " + road);
            }
        }
    }

    @Test
    void theAdapterChoosesTheEngineForAllThatItTakesTheHostForCtcAndTorchScriptForTheRest() {
        DjlExecution execution = DjlExecution.automatic();
        for (AcceptanceCase recorded : AcceptanceCases.all()) {
            assertEquals(
                    onlyAutograd(recorded) ? Road.AUTOGRAD : best(recorded),
                    taken(execution, recorded),
                    recorded.name());
        }
    }

    @Test
    void nothingIsCompiledForShapesThatComeSeldom() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        Decisions decisions = new Decisions(2);
        AtomicInteger made = new AtomicInteger();
        List<Optional<Road>> roads = Stream.of(1, 2, 1, 1, 2, 1)
                .map(examples -> decisions.on(signature(objective, examples), () -> {
                    made.incrementAndGet();
                    return Road.ENGINE;
                }))
                .toList();
        Optional<Road> none = Optional.empty();
        Optional<Road> engine = Optional.of(Road.ENGINE);
        assertEquals(List.of(none, none, none, engine, none, engine), roads);
        assertEquals(1, made.get());
    }

    @Test
    void theMoreElementsTheEarlierItIsCompiledForThem() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        Decisions decisions = new Decisions(16);
        assertEquals(Optional.empty(), decisions.on(signature(objective, 1 << 21), () -> Road.ENGINE));
        assertEquals(Optional.of(Road.ENGINE), decisions.on(signature(objective, 1 << 21), () -> Road.ENGINE));
        int third = (1 << 22) / 9 + 1;
        assertEquals(
                List.of(Optional.empty(), Optional.empty(), Optional.of(Road.ENGINE)),
                Stream.of(1, 2, 3)
                        .map(time -> decisions.on(signature(objective, third), () -> Road.ENGINE))
                        .toList());
    }

    @Test
    void manyShapesAreCompiledForNowAndThenOnly() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        Decisions decisions = new Decisions(16);
        AtomicInteger made = new AtomicInteger();
        int steps = 100 * 400;
        for (int step = 0; step < steps; step++) {
            decisions.on(signature(objective, 32 * (20 + step % 400)), () -> {
                made.incrementAndGet();
                return Road.ENGINE;
            });
        }
        // 32 at once and one for each 8192 units of work, where a call with 16384 elements is two.
        double work = steps * (1 + 3 * 32 * 219.5 / 16384);
        assertTrue(made.get() >= 32 && made.get() <= 33 + work / 8192, made + " in " + steps + " steps");
    }

    @Test
    void whatIsCompiledIsNotPushedOutByShapesThatComeOnce() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        Decisions decisions = new Decisions(16);
        AtomicInteger made = new AtomicInteger();
        for (int step = 0; step < 20_000; step++) {
            int examples = step % 2 == 0 ? 64 : 1000 + step;
            decisions.on(signature(objective, examples), () -> {
                made.incrementAndGet();
                return Road.ENGINE;
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

    private Road best(AcceptanceCase recorded) {
        Compilation compilation = engine.compile(recorded.objective(), recorded.inputs(), gradients(recorded));
        if (compilation instanceof Compilation.Compiled) {
            return Road.ENGINE;
        }
        return recorded.objective().spec().toString().matches("(?s).*ctc\\((?!.*from_logits=false).*")
                ? Road.HOST
                : Road.TORCHSCRIPT;
    }

    /** Values of a loss whose examples depend on one another, not reduced: their gradients cannot be carried. */
    private static boolean onlyAutograd(AcceptanceCase recorded) {
        return recorded.objective() instanceof LossObjective objective
                && objective.loss().coupled()
                && objective.reduction().batch() == BatchReduction.NONE
                && !recorded.gradients().isEmpty()
                && recorded.expected().shape().rank() > 0;
    }

    private static Road taken(DjlExecution execution, AcceptanceCase recorded) {
        return execution.road(recorded.objective(), recorded.inputs(), gradients(recorded));
    }

    private static List<String> gradients(AcceptanceCase recorded) {
        return List.copyOf(recorded.gradients().keySet());
    }
}
