package org.losses4j.loss.detection;

import org.losses4j.tensor.Tensor;

/** What the four numbers of a predicted box are. */
public enum BoxFormat {
    /** x1, y1, x2, y2, with x1 ≤ x2 and y1 ≤ y2, as labels are. */
    CORNERS {
        @Override
        Box box(Tensor numbers) {
            return Box.of(numbers);
        }
    },
    /**
     * The centre and the natural logarithms of width and height, which any four numbers are: what a network without a last activation
     * can give.
     */
    CENTER_LOG_SIZE {
        @Override
        Box box(Tensor numbers) {
            Tensor halfWidth = Box.number(numbers, 2).exp().div(2);
            Tensor halfHeight = Box.number(numbers, 3).exp().div(2);
            Tensor x = Box.number(numbers, 0);
            Tensor y = Box.number(numbers, 1);
            return new Box(x.sub(halfWidth), y.sub(halfHeight), x.add(halfWidth), y.add(halfHeight));
        }
    };

    /** The boxes whose numbers are along the last axis: [N, …, 4]. */
    abstract Box box(Tensor numbers);
}
