package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.losses4j.conformance.AcceptanceCase;
import org.losses4j.conformance.AcceptanceCases;

/** A forced road is taken, and the exceptions are these. */
class RoadTest {

    @Test
    void forcedRoadsAreTakenForAllRecordedCases() {
        assertEquals(List.of(), elsewhere(Road.AUTOGRAD));
        assertEquals(List.of(), elsewhere(Road.TORCHSCRIPT));
        assertEquals(List.of(), elsewhere(Road.HOST));
    }

    private static List<String> elsewhere(Road road) {
        DjlExecution execution = DjlExecution.on(road);
        TreeSet<String> elsewhere = new TreeSet<>();
        for (AcceptanceCase recorded : AcceptanceCases.all()) {
            Road taken = execution.road(
                    recorded.objective(),
                    recorded.inputs(),
                    List.copyOf(recorded.gradients().keySet()));
            if (taken != road) {
                elsewhere.add(recorded.name() + " by " + taken);
            }
        }
        return List.copyOf(elsewhere);
    }
}
