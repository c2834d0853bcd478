package org.losses4j.loss.detection;

import org.losses4j.tensor.Tensor;

/** Boxes by their corners, each coordinate [N, …]: x1 ≤ x2 and y1 ≤ y2. */
record Box(Tensor x1, Tensor y1, Tensor x2, Tensor y2) {

    /** The boxes whose corners are along the last axis: [N, …, 4]. */
    static Box of(Tensor corners) {
        return new Box(number(corners, 0), number(corners, 1), number(corners, 2), number(corners, 3));
    }

    /** One of the four numbers along the last axis. */
    static Tensor number(Tensor boxes, int index) {
        return boxes.arange(4).equal(index).where(boxes, 0).sum(-1, false);
    }

    Tensor width() {
        return x2.sub(x1);
    }

    Tensor height() {
        return y2.sub(y1);
    }

    Tensor area() {
        return width().mul(height());
    }

    /** What two boxes have in common; its width or height is negative where they are apart. */
    Box intersection(Box other) {
        return new Box(larger(x1, other.x1), larger(y1, other.y1), smaller(x2, other.x2), smaller(y2, other.y2));
    }

    /** The smallest box around both. */
    Box enclosing(Box other) {
        return new Box(smaller(x1, other.x1), smaller(y1, other.y1), larger(x2, other.x2), larger(y2, other.y2));
    }

    /** The squared distance of the centres. */
    Tensor squaredDistance(Box other) {
        Tensor x = x1.add(x2).sub(other.x1.add(other.x2));
        Tensor y = y1.add(y2).sub(other.y1.add(other.y2));
        return x.square().add(y.square()).div(4);
    }

    /** atan(width / height), also where the height is 0; 0 for a box of no size. */
    Tensor aspectAngle() {
        Tensor width = width();
        Tensor height = height();
        Tensor wide = width.abs().greater(height.abs());
        // The smaller divided by the larger, so that neither a height of 0 nor its slope is infinite.
        Tensor larger = wide.where(width, height);
        Tensor angle =
                wide.where(height, width).div(larger.equal(0).where(1, larger)).atan();
        Tensor right = width.sign().mul(height.less(0).where(-Math.PI / 2, width.constant(Math.PI / 2)));
        return wide.where(right.sub(angle), angle);
    }

    // Where two edges coincide each gets half of the gradient, as in PyTorch: equal boxes then have the gradient 0.

    private static Tensor larger(Tensor a, Tensor b) {
        return a.maximum(b).add(b.maximum(a)).div(2);
    }

    private static Tensor smaller(Tensor a, Tensor b) {
        return a.minimum(b).add(b.minimum(a)).div(2);
    }
}
