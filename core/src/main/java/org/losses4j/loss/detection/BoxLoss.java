package org.losses4j.loss.detection;

import java.util.List;
import java.util.OptionalInt;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.Task;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The common part of the losses of two boxes: 1 − intersection / union, and a penalty. */
sealed interface BoxLoss extends Loss permits CompleteIou, DistanceIou, GeneralizedIou {

    double epsilon();

    /**
     * What is added to 1 − intersection / union.
     *
     * @param iou intersection / union
     * @param union the area that the boxes cover
     */
    Tensor penalty(Box prediction, Box target, Tensor iou, Tensor union);

    @Override
    default List<Role> roles() {
        return List.of(Role.prediction(), Role.target());
    }

    @Override
    default OptionalInt classAxis() {
        return OptionalInt.of(-1);
    }

    @Override
    default void check(Shapes shapes) {
        Shape prediction = shapes.get(Role.PREDICTION);
        if (prediction.extent(-1) != 4) {
            throw new IllegalArgumentException(name() + ": the input 'prediction' has the shape " + prediction
                    + ", wanted [N, …, 4]: x1, y1, x2, y2 of each box along the last axis");
        }
    }

    @Override
    default Tensor formula(Inputs inputs) {
        Box prediction = Box.of(inputs.get(Role.PREDICTION));
        Box target = Box.of(inputs.get(Role.TARGET));
        Box common = prediction.intersection(target);
        Tensor intersection = common.width().relu().mul(common.height().relu());
        Tensor union = prediction.area().add(target.area()).sub(intersection);
        Tensor iou = intersection.div(union.add(epsilon()));
        return iou.complement().add(penalty(prediction, target, iou, union));
    }

    default LossDescription described(String summary, String formula, String reference) {
        return LossDescription.of(Task.DETECTION, summary, formula, Activation.IDENTITY, reference);
    }
}
