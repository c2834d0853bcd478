package org.losses4j.dl4j;

import org.losses4j.Objective;

/** What the configurations of our layers have in common. */
interface ObjectiveConfiguration {

    /** The objective. */
    Objective objective();

    /** Whether arrays of more than two axes are [N, …, C]; else they are [N, C, …]. */
    boolean channelsLast();

    /** What the labels' mask means. */
    MaskUse maskUse();
}
