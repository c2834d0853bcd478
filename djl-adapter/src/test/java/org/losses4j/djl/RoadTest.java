package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.losses4j.BatchReduction;
import org.losses4j.LossObjective;
import org.losses4j.conformance.AcceptanceCase;
import org.losses4j.conformance.AcceptanceCases;

/** Which road is taken. */
class RoadTest {

    @Test
    void forcedRoadsAreTakenForAllRecordedCasesButThoseThatOnlyAutogradCanServe() {
        for (Road road : Road.values()) {
            DjlExecution execution = DjlExecution.on(road);
            for (AcceptanceCase recorded : AcceptanceCases.all()) {
                Road wanted = onlyAutograd(recorded) ? Road.AUTOGRAD : road;
                assertEquals(wanted, taken(execution, recorded), recorded.name() + " on " + road);
            }
        }
    }

    @Test
    void theAdapterChoosesTorchScriptForAllThatItServes() {
        DjlExecution execution = DjlExecution.automatic();
        for (AcceptanceCase recorded : AcceptanceCases.all()) {
            Road wanted = onlyAutograd(recorded) ? Road.AUTOGRAD : Road.TORCHSCRIPT;
            assertEquals(wanted, taken(execution, recorded), recorded.name());
        }
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
        return execution.road(
                recorded.objective(),
                recorded.inputs(),
                List.copyOf(recorded.gradients().keySet()));
    }
}
