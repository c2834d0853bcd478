package org.losses4j.loss.detection;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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

    BoxFormat predictionFormat();

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
                    + ", wanted [N, …, 4]: the four numbers of each box along the last axis");
        }
    }

    @Override
    default Optional<Consumer<Inputs>> valueCheck() {
        return Optional.of(this::checkOrder);
    }

    private void checkOrder(Inputs inputs) {
        Tensor target = inputs.get(Role.TARGET);
        double[] corners = target.toArray();
        int[] reversed = IntStream.range(0, corners.length / 4)
                .filter(i -> corners[4 * i] > corners[4 * i + 2] || corners[4 * i + 1] > corners[4 * i + 3])
                .toArray();
        if (reversed.length == 0) {
            return;
        }
        Shape boxes = target.shape().without(-1);
        Optional<double[]> mask = inputs.find(Role.MASK)
                .map(given -> given.reshape(given.shape().trimmed().alignedLeft(boxes.rank()))
                        .expand(boxes)
                        .toArray());
        Arrays.stream(reversed)
                .filter(i -> mask.isEmpty() || mask.get()[i] != 0)
                .findFirst()
                .ifPresent(i -> {
                    throw new IllegalArgumentException(name() + ": the input 'target' has box number " + i + " as "
                            + Arrays.toString(Arrays.copyOfRange(corners, 4 * i, 4 * i + 4))
                            + ", wanted x1, y1, x2, y2 with x1 ≤ x2 and y1 ≤ y2; a box of x, y, width, height is"
                            + " x, y, x + width, y + height");
                });
    }

    @Override
    default Tensor formula(Inputs inputs) {
        Box prediction = predictionFormat().box(inputs.get(Role.PREDICTION));
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
