package org.losses4j.examples.metrics;

/**
 * A rectangle of an image.
 *
 * @param left its first column
 * @param top its first row
 * @param right the column behind it
 * @param bottom the row below it
 */
public record Box(double left, double top, double right, double bottom) {

    /** Intersection over union; 0 if either is empty. */
    public double overlap(Box other) {
        double common = area(
                Math.min(right, other.right) - Math.max(left, other.left),
                Math.min(bottom, other.bottom) - Math.max(top, other.top));
        return common == 0 ? 0 : common / (area() + other.area() - common);
    }

    private double area() {
        return area(right - left, bottom - top);
    }

    private static double area(double width, double height) {
        return Math.max(0, width) * Math.max(0, height);
    }
}
