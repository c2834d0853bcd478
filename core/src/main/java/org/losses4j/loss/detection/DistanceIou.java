package org.losses4j.loss.detection;

import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.tensor.Tensor;

/**
 * Distance intersection over union (DIoU): how little two boxes overlap, and how far apart their centres are.
 *
 * <p>1 − I / (U + ε) + ρ² / (c² + ε) with the areas I of the intersection and U of the union, the distance ρ of the centres and the
 * diagonal c of the smallest box around both; boxes [N, …, 4] as x1, y1, x2, y2 with x1 ≤ x2 and y1 ≤ y2 → [N, …]; within [0, 2].
 * Equal boxes have the value 0, up to ε, and the gradient 0.
 *
 * <p>Z. Zheng et al., "Distance-IoU Loss", AAAI 2020, arXiv:1911.08287; torchvision, {@code distance_box_iou_loss}.
 *
 * @param epsilon ε, which keeps the divisors of empty boxes above 0; above 0; default 1e-7
 * @param predictionFormat what the numbers of a prediction are: corners, or center_log_size, for networks that give any number;
 *     labels are always corners; default corners
 */
public record DistanceIou(double epsilon, BoxFormat predictionFormat) implements BoxLoss {

    public DistanceIou {
        Require.positive("diou", "epsilon", epsilon);
    }

    public DistanceIou() {
        this(1e-7, BoxFormat.CORNERS);
    }

    @Override
    public Tensor penalty(Box prediction, Box target, Tensor iou, Tensor union) {
        return ofCentres(prediction, target, epsilon);
    }

    /** The squared distance of the centres, in proportion to the box around both. */
    static Tensor ofCentres(Box prediction, Box target, double epsilon) {
        Box around = prediction.enclosing(target);
        Tensor diagonal = around.width().square().add(around.height().square());
        return prediction.squaredDistance(target).div(diagonal.add(epsilon));
    }

    @Override
    public LossDescription description() {
        return described(
                "Overlap of boxes, and the distance of their centres.",
                "1 − I/(U+ε) + ρ²/(c²+ε); ρ = distance of centres, c = diagonal of the box around both",
                "Z. Zheng et al., Distance-IoU Loss, 2020, arXiv:1911.08287; torchvision, distance_box_iou_loss");
    }
}
