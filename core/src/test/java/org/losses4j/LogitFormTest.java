package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogitFormTest {

    @Test
    void aLossOfLogitsHasAFormOfProbabilitiesAndBack() {
        List<Loss> both = Losses.registered().types().stream()
                .filter(type -> type.parameters().contains("from_logits"))
                .<Loss>map(LossType::defaults)
                .toList();
        assertTrue(both.size() > 5, both.toString());
        for (Loss loss : both) {
            assertEquals(Optional.of(loss), loss.ofLogits());
            Loss other = loss.ofProbabilities().orElseThrow();
            assertNotEquals(loss, other);
            assertEquals(loss.name(), other.name());
            assertEquals(Optional.of(other), other.ofProbabilities());
            assertEquals(Optional.of(loss), other.ofLogits());
        }
    }

    @Test
    void otherParametersStay() {
        Loss focal = Losses.of("sigmoid_focal(gamma=3, alpha=0.25)");
        assertEquals(
                Losses.of("sigmoid_focal(from_logits=false, gamma=3, alpha=0.25)"),
                focal.ofProbabilities().orElseThrow());
    }

    @Test
    void clippedProbabilitiesHaveNoLogits() {
        Loss clipped = Losses.of("binary_cross_entropy(from_logits=false, epsilon=1e-7)");
        assertEquals(Optional.empty(), clipped.ofLogits());
        assertEquals(Optional.of(clipped), clipped.ofProbabilities());
    }

    @Test
    void probabilitiesDoNotTellTheScaleOfLogits() {
        for (String parameter : List.of("z_loss=1e-4", "soft_cap=30")) {
            Loss loss = Losses.of("sparse_categorical_cross_entropy(" + parameter + ")");
            assertEquals(Optional.of(loss), loss.ofLogits());
            assertEquals(Optional.empty(), loss.ofProbabilities());
        }
    }

    @Test
    void otherLossesHaveNeither() {
        assertEquals(Optional.empty(), Losses.of("huber").ofLogits());
        PointwiseLoss lambda = (prediction, target) -> prediction.sub(target);
        assertEquals(Optional.empty(), lambda.ofLogits());
        assertEquals(Optional.empty(), lambda.ofProbabilities());
    }
}
