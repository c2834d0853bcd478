package org.losses4j.loss.detection;

import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.tensor.Tensor;

/**
 * Generalized intersection over union (GIoU): how little two boxes overlap, and how far apart they are if they do not.
 *
 * <p>1 − I / (U + ε) + (C − U) / (C + ε) with the areas I of the intersection, U of the union and C of the smallest box around
 * both; boxes [N, …, 4] as x1, y1, x2, y2 with x1 ≤ x2 and y1 ≤ y2 → [N, …]; within [0, 2]. Equal boxes have the value 0, up to ε,
 * and the gradient 0.
 *
 * <p>H. Rezatofighi et al., "Generalized Intersection over Union", CVPR 2019, arXiv:1902.09630; torchvision, {@code
 * generalized_box_iou_loss}.
 *
 * @param epsilon ε, which keeps the divisors of empty boxes above 0; above 0; default 1e-7
 * @param predictionFormat what the numbers of a prediction are: corners, or center_log_size, for networks that give any number;
 *     labels are always corners; default corners
 */
public record GeneralizedIou(double epsilon, BoxFormat predictionFormat) implements BoxLoss {

    public GeneralizedIou {
        Require.positive("giou", "epsilon", epsilon);
    }

    public GeneralizedIou() {
        this(1e-7, BoxFormat.CORNERS);
    }

    @Override
    public Tensor penalty(Box prediction, Box target, Tensor iou, Tensor union) {
        Tensor around = prediction.enclosing(target).area();
        return around.sub(union).div(around.add(epsilon));
    }

    @Override
    public LossDescription description() {
        return described(
                "Overlap of boxes, with a pull also on boxes that are apart.",
                "1 − I/(U+ε) + (C−U)/(C+ε); I, U = intersection, union, C = box around both",
                "H. Rezatofighi et al., 2019, arXiv:1902.09630; torchvision, generalized_box_iou_loss");
    }
}
