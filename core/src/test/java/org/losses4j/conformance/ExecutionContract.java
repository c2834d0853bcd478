package org.losses4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every execution in float64 must do: all recorded cases, values and gradients. */
public abstract class ExecutionContract {

    protected abstract Execution execution();

    static List<AcceptanceCase> cases() {
        return AcceptanceCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheRecordedCase(AcceptanceCase recorded) {
        assertEquals(List.of(), recorded.check(execution()));
    }
}
