package org.losses4j.examples.laboratory;

import java.util.Locale;

/** The frameworks that an example can be trained with. */
public enum Framework {
    DL4J,
    DJL;

    /** The name on the command line, in folders and in metrics. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
