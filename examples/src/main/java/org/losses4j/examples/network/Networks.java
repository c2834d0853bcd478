package org.losses4j.examples.network;

import java.io.IOException;
import java.nio.file.Path;
import org.losses4j.Objective;
import org.losses4j.examples.laboratory.Framework;

/** Makes and restores {@link Network}s of a framework. */
public enum Networks {
    DL4J {
        @Override
        public Network create(Objective objective, int features, long seed) {
            return Dl4jNetwork.create(objective, features, seed);
        }

        @Override
        public Network restore(Objective objective, int features, Path folder) throws IOException {
            return Dl4jNetwork.restore(folder);
        }
    },
    DJL {
        @Override
        public Network create(Objective objective, int features, long seed) {
            return DjlNetwork.create(objective, features, seed);
        }

        @Override
        public Network restore(Objective objective, int features, Path folder) throws IOException {
            return DjlNetwork.restore(objective, features, folder);
        }
    };

    /** Those of a framework. */
    public static Networks of(Framework framework) {
        return valueOf(framework.name());
    }

    /** A new network; equal seeds give equal networks. */
    public abstract Network create(Objective objective, int features, long seed);

    /** The network that {@link Network#save} wrote to {@code folder}. */
    public abstract Network restore(Objective objective, int features, Path folder) throws IOException;
}
