package org.losses4j.examples.focal;

import java.io.IOException;
import java.nio.file.Path;
import org.losses4j.Objective;
import org.losses4j.examples.Framework;

/** Where {@link Scorer}s of a framework come from. */
enum Scorers {
    DL4J {
        @Override
        Scorer create(Objective objective, int features, long seed) {
            return FocalDl4j.create(objective, features, seed);
        }

        @Override
        Scorer restore(Objective objective, int features, Path folder) throws IOException {
            return FocalDl4j.restore(folder);
        }
    },
    DJL {
        @Override
        Scorer create(Objective objective, int features, long seed) {
            return FocalDjl.create(objective, features, seed);
        }

        @Override
        Scorer restore(Objective objective, int features, Path folder) throws IOException {
            return FocalDjl.restore(objective, features, folder);
        }
    };

    static Scorers of(Framework framework) {
        return valueOf(framework.name());
    }

    /** A new network; equal seeds give equal networks. */
    abstract Scorer create(Objective objective, int features, long seed);

    /** The network that {@link Scorer#save} wrote to {@code folder}. */
    abstract Scorer restore(Objective objective, int features, Path folder) throws IOException;
}
