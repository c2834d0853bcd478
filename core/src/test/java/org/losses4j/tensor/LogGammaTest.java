package org.losses4j.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.losses4j.graph.Program;

/** log Γ and its derived gradient against values of mpmath with 30 digits. */
class LogGammaTest {

    @ParameterizedTest
    @CsvSource({
        "1e-20, 46.05170185988091368, -1.0e+20",
        "1e-3, 6.9071788853838536825, -1000.5755719318103005",
        "0.25, 1.2880225246980774574, -4.2274535333762654081",
        "0.5, 0.57236494292470008707, -1.9635100260214234794",
        "1, 0.0, -0.57721566490153286061",
        "1.4616321449683623, -0.1214862905358496081, 0",
        "2, 0.0, 0.42278433509846713939",
        "3.7, 1.4280723266653879219, 1.1671535393615113859",
        "7.999, 8.5231457861589161612, 2.0155083320903480827",
        "8, 8.5251613610654143002, 2.0156414779556099965",
        "25.5, 56.389167643719946744, 3.2189424728839197665",
        "1000, 5905.2204232091812118, 6.9072551956488120521",
        "1e15, 33538776394910668.91, 34.53877639491068476"
    })
    void isThatOfMpmath(double x, double logGamma, double digamma) {
        Map<String, Tensor> inputs = Map.of("x", ReferenceTensor.vector(x));
        List<Tensor> results = Program.record(
                        Map.of("x", Shape.of(1)), given -> given.get("x").logGamma())
                .withGradient(List.of("x"))
                .evaluate(inputs);
        assertEquals(logGamma, results.get(0).item(), 4e-15 * (1 + Math.abs(logGamma)));
        assertEquals(digamma, results.get(1).item(), 4e-15 * (1 + Math.abs(digamma)));
    }

    @Test
    void isNotANumberElsewhere() {
        for (double x : new double[] {0, -0.5, -20, Double.NaN}) {
            assertEquals(Double.NaN, ReferenceTensor.vector(x).logGamma().item());
        }
    }
}
