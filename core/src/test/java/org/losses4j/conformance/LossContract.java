package org.losses4j.conformance;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every registered loss on every execution in float64. */
public abstract class LossContract {

    protected abstract Execution execution();

    static List<LossSample> samples() {
        return LossSample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void gradientIsThatOfDifferences(LossSample sample) {
        properties().gradientIsThatOfDifferences(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void maskedIsSubset(LossSample sample) {
        properties().maskedIsSubset(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void validLengthsAreAMaskOfSteps(LossSample sample) {
        properties().validLengthsAreAMaskOfSteps(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void allMaskedIsZero(LossSample sample) {
        properties().allMaskedIsZero(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void orderDoesNotMatter(LossSample sample) {
        properties().orderDoesNotMatter(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void reductionsAgree(LossSample sample) {
        properties().reductionsAgree(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void weightsWeigh(LossSample sample) {
        properties().weightsWeigh(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void nanShows(LossSample sample) {
        properties().nanShows(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void extremesAreFinite(LossSample sample) {
        properties().extremesAreFinite(sample);
    }

    private LossProperties properties() {
        return new LossProperties(execution());
    }
}
