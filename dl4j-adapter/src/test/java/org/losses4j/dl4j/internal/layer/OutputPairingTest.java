package org.losses4j.dl4j.internal.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.losses4j.Activation;
import org.losses4j.CompositeObjective;
import org.losses4j.Loss;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.classification.NegativeLogLikelihood;
import org.losses4j.loss.regression.MeanSquaredError;

class OutputPairingTest {
    private static OutputPairing read(Loss loss, Activation activation) {
        return OutputPairing.of(Objective.of(loss), "prediction", activation);
    }

    private static Set<OutputPairing.Form> forms(Loss loss, Activation activation) {
        return read(loss, activation).roles().keySet();
    }

    @Test
    void theLosssOwnActivationMeansTheRawOutput() {
        assertEquals(Set.of(OutputPairing.Form.RAW), forms(new BinaryCrossEntropy(), Activation.SIGMOID));
        assertEquals(Set.of(OutputPairing.Form.RAW), forms(new CategoricalCrossEntropy(), Activation.SOFTMAX));
        assertEquals(Set.of(OutputPairing.Form.RAW), forms(new MeanSquaredError(), Activation.IDENTITY));
    }

    @Test
    void aLossOfProbabilitiesBehindItsActivationBecomesOneOfLogits() {
        OutputPairing reading = read(Objective.parse("binary_cross_entropy(from_logits=false)"), Activation.SIGMOID);
        assertEquals(Set.of(OutputPairing.Form.RAW), reading.roles().keySet());
        assertEquals(new BinaryCrossEntropy(), ((LossObjective) reading.objective()).loss());
        OutputPairing clipping =
                read(Objective.parse("binary_cross_entropy(from_logits=false, epsilon=1e-7)"), Activation.SIGMOID);
        assertEquals(Set.of(OutputPairing.Form.ACTIVATED), clipping.roles().keySet());
    }

    private static OutputPairing read(Objective objective, Activation activation) {
        return OutputPairing.of(objective, "prediction", activation);
    }

    @Test
    void aLossOfLogitsBehindOtherProbabilitiesBecomesOneOfProbabilities() {
        OutputPairing reading = read(new BinaryCrossEntropy(), Activation.SOFTMAX);
        assertEquals(Set.of(OutputPairing.Form.ACTIVATED), reading.roles().keySet());
        assertEquals(Objective.parse("binary_cross_entropy(from_logits=false)"), reading.objective());
    }

    @Test
    void logProbabilitiesComeFromTheRawOutputOfASoftmax() {
        assertEquals(Set.of(OutputPairing.Form.LOG_SOFTMAX), forms(new NegativeLogLikelihood(), Activation.SOFTMAX));
    }

    @Test
    void poorPairingsAreNamedAndGoodOnesAreNot() {
        assertTrue(read(new MeanSquaredError(), Activation.SOFTMAX)
                .warnings()
                .get(0)
                .contains("cross-entropy"));
        assertTrue(read(new BinaryCrossEntropy(), Activation.TANH)
                .warnings()
                .get(0)
                .contains("leave the layer's activation out"));
        assertEquals(List.of(), read(new MeanSquaredError(), Activation.TANH).warnings());
        assertEquals(
                List.of(), read(new BinaryCrossEntropy(), Activation.SIGMOID).warnings());
    }

    @Test
    void termsOfASumReadTheirOwnForms() {
        OutputPairing reading = read(
                new CompositeObjective(List.of(
                        new CompositeObjective.Term(1, Objective.of(new MeanSquaredError())),
                        new CompositeObjective.Term(2, Objective.of(new BinaryCrossEntropy())))),
                Activation.SIGMOID);
        assertEquals(
                Map.of(OutputPairing.Form.RAW, "prediction", OutputPairing.Form.ACTIVATED, "prediction_activated"),
                reading.roles());
    }
}
