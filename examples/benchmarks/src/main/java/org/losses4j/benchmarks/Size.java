package org.losses4j.benchmarks;

/**
 * The size of a prediction, written as {@code 1024x1000}.
 *
 * @param rows the number of examples
 * @param columns the number of outputs or classes of each example
 */
record Size(int rows, int columns) {

    /**
     * The size that a text names.
     *
     * @throws IllegalArgumentException if it is not two positive numbers with an x between them
     */
    static Size parse(String text) {
        if (!text.matches("[1-9][0-9]{0,8}x[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("A size is written ROWSxCOLUMNS, such as 1024x1000, got '" + text + "'");
        }
        String[] extents = text.split("x", -1);
        Size size = new Size(Integer.parseInt(extents[0]), Integer.parseInt(extents[1]));
        Math.multiplyExact(size.rows, size.columns);
        return size;
    }

    int elements() {
        return rows * columns;
    }

    @Override
    public String toString() {
        return rows + "x" + columns;
    }
}
