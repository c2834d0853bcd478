package org.losses4j.examples;

import java.util.List;
import java.util.stream.Collectors;
import org.losses4j.examples.adversarial.AdversarialExample;
import org.losses4j.examples.ctc.CtcExample;
import org.losses4j.examples.focal.FocalExample;
import org.losses4j.examples.laboratory.Example;
import org.losses4j.examples.language.LanguageExample;
import org.losses4j.examples.multilabel.MultilabelExample;
import org.losses4j.examples.outliers.OutlierExample;
import org.losses4j.examples.segmentation.SegmentationExample;
import org.losses4j.examples.triplet.TripletExample;
import org.losses4j.examples.vae.VaeExample;

/** The list of all examples. */
public final class Examples {
    private static final List<Example> ALL = List.of(
            new FocalExample(),
            OutlierExample.huber(),
            OutlierExample.custom(),
            new CtcExample(),
            new VaeExample(),
            AdversarialExample.gan(),
            AdversarialExample.wgan(),
            AdversarialExample.wganGp(),
            new TripletExample(),
            new MultilabelExample(),
            new SegmentationExample(),
            new LanguageExample());

    private Examples() {}

    public static List<Example> all() {
        return ALL;
    }

    /**
     * The example of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Example named(String name) {
        return ALL.stream()
                .filter(example -> example.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no example '" + name + "'; there are "
                        + ALL.stream().map(Example::name).collect(Collectors.joining(", "))));
    }
}
