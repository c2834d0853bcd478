package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.losses4j.loss.classification.SigmoidFocal;
import org.losses4j.loss.regression.Huber;
import org.losses4j.tensor.Tensor;

class ObjectiveNamesTest {
    private static final Objective HUBER = Objective.of(new Huber());
    private static final Objective FOCAL = Objective.of(new SigmoidFocal());

    record LogCosh2D() implements PointwiseLoss {
        @Override
        public Tensor formula(Tensor prediction, Tensor target) {
            return prediction.sub(target);
        }
    }

    record MyHTTPLoss() implements PointwiseLoss {
        @Override
        public Tensor formula(Tensor prediction, Tensor target) {
            return prediction.sub(target);
        }
    }

    @Test
    void aLossThatIsNotRegisteredHasTheNameOfItsClass() {
        PointwiseLoss lambda = (prediction, target) -> prediction.sub(target);
        PointwiseLoss anonymous = new PointwiseLoss() {
            @Override
            public Tensor formula(Tensor prediction, Tensor target) {
                return prediction.sub(target);
            }
        };

        assertEquals("log_cosh2_d", new LogCosh2D().name());
        assertEquals("my_http_loss", new MyHTTPLoss().name());
        assertEquals("custom_loss", lambda.name());
        assertEquals("custom_loss", anonymous.name());
    }

    @Test
    void aSumIsNamedByItsTerms() {
        assertEquals("sum_of_huber", sum(HUBER).name());
        assertEquals("sum_of_huber_and_sigmoid_focal", sum(HUBER, FOCAL).name());
        assertEquals(
                "sum_of_huber_sum_and_sigmoid_focal",
                sum(HUBER, sum(HUBER), FOCAL).name());
        assertEquals(
                "sum_of_huber_huber_huber_huber_huber_and_2_more",
                sum(Collections.nCopies(7, HUBER).toArray(Objective[]::new)).name());
    }

    private static Objective sum(Objective... objectives) {
        return new CompositeObjective(Stream.of(objectives)
                .map(objective -> new CompositeObjective.Term(1, objective))
                .toList());
    }
}
