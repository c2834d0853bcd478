package org.losses4j.examples.segmentation;

import java.util.ArrayList;
import java.util.List;
import org.losses4j.examples.data.DigitScenes;
import org.losses4j.examples.metrics.IntersectionOverUnion;

/**
 * The predicted masks of test scenes.
 *
 * @param logits the logit of each pixel of each scene
 * @param scenes the test scenes
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
record Masks(float[][] logits, DigitScenes scenes) {
    private static final int MARGIN = 1;

    /** The agreement around each small digit, one pixel of margin included. */
    List<Double> small() {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            for (DigitScenes.Box box : scenes.small().get(i)) {
                values.add(within(
                                i,
                                Math.max(0, box.top() - MARGIN),
                                Math.max(0, box.left() - MARGIN),
                                Math.min(DigitScenes.SIDE, box.top() + box.side() + MARGIN),
                                Math.min(DigitScenes.SIDE, box.left() + box.side() + MARGIN))
                        .value());
            }
        }
        return values;
    }

    /** The agreement over all scenes together. */
    double all() {
        IntersectionOverUnion sum = IntersectionOverUnion.NOTHING;
        for (int i = 0; i < logits.length; i++) {
            sum = sum.plus(within(i, 0, 0, DigitScenes.SIDE, DigitScenes.SIDE));
        }
        return sum.value();
    }

    private IntersectionOverUnion within(int scene, int top, int left, int bottom, int right) {
        return IntersectionOverUnion.within(
                logits[scene], scenes.samples().targets()[scene], DigitScenes.SIDE, top, left, bottom, right);
    }
}
