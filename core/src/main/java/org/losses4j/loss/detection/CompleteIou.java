package org.losses4j.loss.detection;

import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.tensor.Tensor;

/**
 * Complete intersection over union (CIoU): {@link DistanceIou}, and how much the proportions of two boxes differ.
 *
 * <p>1 − I / (U + ε) + ρ² / (c² + ε) + α·v with v = 4/π² · (atan(w/h of the target) − atan(w/h of the prediction))² and α = v / (1 − I / (U + ε) + v
 * + ε), a constant for the gradient; boxes [N, …, 4] as x1, y1, x2, y2 with x1 ≤ x2 and y1 ≤ y2 → [N, …]. Equal boxes have the value 0, up
 * to ε, and the gradient 0; a box of height 0 has the angle π/2, and one of no size the angle 0.
 *
 * <p>Z. Zheng et al., "Distance-IoU Loss", AAAI 2020, arXiv:1911.08287; torchvision, {@code complete_box_iou_loss}.
 *
 * @param epsilon ε, which keeps the divisors of empty boxes above 0; above 0; default 1e-7
 * @param predictionFormat what the numbers of a prediction are: corners, or center_log_size, for networks that give any number;
 *     labels are always corners; default corners
 */
public record CompleteIou(double epsilon, BoxFormat predictionFormat) implements BoxLoss {

    public CompleteIou {
        Require.positive("ciou", "epsilon", epsilon);
    }

    public CompleteIou() {
        this(1e-7, BoxFormat.CORNERS);
    }

    @Override
    public Tensor penalty(Box prediction, Box target, Tensor iou, Tensor union) {
        Tensor turned = target.aspectAngle().sub(prediction.aspectAngle());
        Tensor shape = turned.square().mul(4 / (Math.PI * Math.PI));
        Tensor trade = shape.div(iou.complement().add(shape).add(epsilon)).stopGradient();
        return DistanceIou.ofCentres(prediction, target, epsilon).add(trade.mul(shape));
    }

    @Override
    public LossDescription description() {
        return described(
                "Overlap of boxes, the distance of their centres, and their proportions.",
                "1 − I/(U+ε) + ρ²/(c²+ε) + α·v; v = 4/π²·(atan(w/h of y) − atan(w/h of x))²",
                "Z. Zheng et al., Distance-IoU Loss, 2020, arXiv:1911.08287; torchvision, complete_box_iou_loss");
    }
}
