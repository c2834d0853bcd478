package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.List;

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
        List<RowWalks.Walk> some = new ArrayList<>();
        List<RowWalks.Walk> others = new ArrayList<>();
        boolean hasLong = false;
        for (RowWalks.Walk walk : rowWalks.walks()) {
            int length = rows.length(walk.group());
            (length < most && length >= half ? some : others).add(walk);
            hasLong |= length >= 2 * most;
        }
        // Most sweeps are decided by lengths, which each new shape has to ask for; terms take longer to look through.
        boolean gains = half >= FEWEST && hasLong && hasExpensive(rowWalks, some) && !hasExpensive(rowWalks, others);
        return gains ? half : most;
    }

    private static boolean hasExpensive(RowWalks rowWalks, List<RowWalks.Walk> walks) {
        return walks.stream().anyMatch(walk -> rowWalks.computed(walk).stream().anyMatch(RowWalks::isExpensive));
    }
}
