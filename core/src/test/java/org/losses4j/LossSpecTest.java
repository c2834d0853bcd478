package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.conformance.LossSample;
import org.losses4j.loss.classification.SigmoidFocal;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.regression.Huber;

class LossSpecTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<LossSample> samples() {
        return LossSample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyLossRoundTripsAsTextAndAsJson(LossSample sample) throws JsonProcessingException {
        LossSpec spec = LossSpec.of(sample.loss());
        assertEquals(sample.loss(), LossSpec.parse(spec.toString()).toLoss());
        String json = JSON.writeValueAsString(spec.toMap());
        @SuppressWarnings("unchecked")
        Map<String, Object> read = JSON.readValue(json, Map.class);
        assertEquals(sample.loss(), LossSpec.fromMap(read).toLoss());
        assertTrue(!json.contains("losses4j"), json);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyObjectiveRoundTrips(LossSample sample) {
        for (Reduction reduction : List.of(Reduction.MEAN, Reduction.PYTORCH, Reduction.DL4J, Reduction.NONE)) {
            Objective objective = sample.objective().reduce(reduction);
            assertEquals(objective, Objective.parse(objective.spec().toString()));
            assertEquals(
                    objective, Objective.of(LossSpec.fromMap(objective.spec().toMap())));
        }
    }

    @Test
    void isReadable() {
        assertEquals("huber(delta=0.5)", LossSpec.of(new Huber(0.5)).toString());
        assertEquals(
                "sigmoid_focal(from_logits=true, alpha=null, gamma=1.5, label_smoothing=0.0, epsilon=0.0)",
                LossSpec.of(new SigmoidFocal(null, 1.5)).toString());
        assertEquals(new Huber(), Losses.of("huber"));
        assertEquals(new Huber(), Losses.of(" huber ( ) "));
        assertEquals(new Huber(2), Losses.of("huber(delta = 2)"));
        assertEquals(new SigmoidFocal(null, 2), Losses.of("sigmoid_focal(alpha=null)"));
    }

    @Test
    void lossesThatWereSavedBeforeTheyHadMoreParametersAreRead() {
        assertEquals(
                new SparseCategoricalCrossEntropy(true, 0.1, -100, 1, 0, 0, null),
                Losses.of("sparse_categorical_cross_entropy(from_logits=true, label_smoothing=0.1, ignore_index=-100,"
                        + " axis=1, epsilon=0.0)"));
    }

    @Test
    void fixedInputsAndCompositesRoundTrip() {
        Objective weighted = Objective.of(Losses.of("sparse_categorical_cross_entropy"))
                .fix(Role.CLASS_WEIGHTS, 1, 2.5, 0)
                .reduce(Reduction.PYTORCH);
        Objective composite = new CompositeObjective(List.of(
                new CompositeObjective.Term(0.5, weighted),
                new CompositeObjective.Term(2, Objective.of(Losses.of("gaussian_kl")), Map.of("mean", "latent_mean"))));
        assertEquals(composite, Objective.parse(composite.spec().toString()));
        assertEquals(composite, Objective.of(LossSpec.fromMap(composite.spec().toMap())));
    }

    @Test
    void aLambdaIsRefusedWithWhatToDo() {
        PointwiseLoss lambda = (prediction, target) -> target.sub(prediction).abs();
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> Objective.of(lambda).spec());
        assertTrue(error.getMessage().contains("LossProvider"), error.getMessage());
    }

    @Test
    void everyLossIsDescribed() {
        for (LossType<?> type : Losses.registered().types()) {
            if (type.type().getName().startsWith("org.losses4j.loss.")) {
                LossDescription description = type.defaults().description();
                assertTrue(description.summary().length() > 10, type.name());
                assertTrue(description.formula().length() > 3, type.name());
                assertTrue(description.reference().length() > 3, type.name());
                assertEquals(type.name(), type.defaults().name());
            }
        }
    }
}
