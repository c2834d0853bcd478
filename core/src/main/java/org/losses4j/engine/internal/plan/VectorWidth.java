package org.losses4j.engine.internal.plan;

/** Decides how many lanes the vectors of a sweep have: sometimes half of what the processor has, so that short axes are vectors too. */
final class VectorWidth {
    // Sums of lanes add so many at a time.
    private static final int FEWEST = 4;

    private VectorWidth() {}

    /**
     * The number of lanes. An axis shorter than a vector is computed element by element: where that is where the exponentials are,
     * as of the few latents beside an image's many pixels, it takes longer than twice as many vectors of the image.
     *
     * @param most the number of lanes of the processor's vectors; 1 for none
     */
    static int of(RowLabels rows, RowWalks rowWalks, int most) {
        int half = most / 2;
        boolean gains = false;
        boolean loses = false;
        boolean hasLong = false;
        for (RowWalks.Walk walk : rowWalks.walks()) {
            int length = rows.length(walk.group());
            boolean expensive = rowWalks.computed(walk).stream().anyMatch(RowWalks::isExpensive);
            boolean isShort = length < most && length >= half;
            gains |= isShort && expensive;
            loses |= !isShort && expensive;
            hasLong |= length >= 2 * most;
        }
        return half >= FEWEST && gains && !loses && hasLong ? half : most;
    }
}
