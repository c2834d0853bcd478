package org.losses4j.examples.metrics;

/**
 * The agreement of a predicted mask with the true one: the number of pixels in both masks over the number in at least one.
 * A pixel is predicted where its logit is above 0.
 *
 * @param both the number of pixels in both masks
 * @param either the number of pixels in at least one mask
 */
public record IntersectionOverUnion(int both, int either) {
    public static final IntersectionOverUnion NOTHING = new IntersectionOverUnion(0, 0);

    /**
     * Within a rectangle.
     *
     * @param logits of an image, row by row
     * @param mask of the image, 0 and 1
     * @param width of the image
     * @param bottom the row behind the last one
     * @param right the column behind the last one
     */
    public static IntersectionOverUnion within(
            float[] logits, float[] mask, int width, int top, int left, int bottom, int right) {
        int both = 0;
        int either = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                boolean predicted = logits[y * width + x] > 0;
                boolean actual = mask[y * width + x] == 1;
                both += predicted && actual ? 1 : 0;
                either += predicted || actual ? 1 : 0;
            }
        }
        return new IntersectionOverUnion(both, either);
    }

    /** Both regions together. */
    public IntersectionOverUnion plus(IntersectionOverUnion other) {
        return new IntersectionOverUnion(both + other.both, either + other.either);
    }

    /** The quotient; 1 if both masks are empty. */
    public double value() {
        return either == 0 ? 1 : both / (double) either;
    }
}
