package org.losses4j.loss.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogGammaTest {
    /** Values from mpmath with 60 digits. */
    @ParameterizedTest
    @CsvSource({
        "1e-12, -13.243145615040960321",
        "0.001, -2.882897348393753357",
        "0.05, -0.99098220816360930426",
        "0.5, -0.22579135264472743236",
        "1, -0.12078223763524522235",
        "2, -0.061890719807053495076",
        "2.91, -0.042750874799226286191",
        "8, -0.015614874604334552554",
        "15.999, -0.0078117179937525543282",
        "16, -0.007811229919967624459",
        "100, -0.0012499947918229048101",
        "500000, -2.4999999999995833333e-7",
        "1e15, -1.25e-16",
    })
    void theRatioIsThatOfManyDigits(double x, double wanted) {
        assertEquals(wanted, LogGamma.ratioToSquareRoot(x), 4e-16 * Math.max(4, Math.abs(wanted)));
    }
}
