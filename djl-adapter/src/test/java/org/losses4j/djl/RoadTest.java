package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.losses4j.BatchReduction;
import org.losses4j.LossObjective;
import org.losses4j.conformance.AcceptanceCase;
import org.losses4j.conformance.AcceptanceCases;
import org.losses4j.conformance.EngineExecution;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.Precision;

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

    private Road best(AcceptanceCase recorded) {
        Compilation compilation = engine.compile(recorded.objective(), recorded.inputs(), gradients(recorded));
        if (compilation instanceof Compilation.Taken) {
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
