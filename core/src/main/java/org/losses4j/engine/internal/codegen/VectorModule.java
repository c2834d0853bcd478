package org.losses4j.engine.internal.codegen;

import java.lang.System.Logger.Level;
import org.losses4j.engine.memory.Precision;

/** Finds out whether this JVM has jdk.incubator.vector, and how many elements one of its vectors holds. */
public final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";
    private static final System.Logger LOG = System.getLogger("org.losses4j.engine");
    private static final VectorModule HERE = new VectorModule();

    private final int floats;
    private final int doubles;

    private VectorModule() {
        int[] lanes = {1, 1};
        if (ModuleLayer.boot().findModule(NAME).isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "Losses run without vector instructions, several times slower: start Java with --add-modules "
                            + NAME);
        } else {
            try {
                lanes[0] = lanes("FloatVector");
                lanes[1] = lanes("DoubleVector");
            } catch (ReflectiveOperationException e) {
                LOG.log(Level.WARNING, "Losses run without vector instructions: " + NAME + " is not as expected", e);
            }
        }
        floats = lanes[0];
        doubles = lanes[1];
    }

    /** The number of elements in a vector; 1 if the JVM has no vectors. */
    public static int lanes(Precision precision) {
        return precision == Precision.FLOAT64 ? HERE.doubles : HERE.floats;
    }

    private static int lanes(String type) throws ReflectiveOperationException {
        Object species =
                Class.forName(NAME + "." + type).getField("SPECIES_PREFERRED").get(null);
        return (int) Class.forName(NAME + ".VectorSpecies").getMethod("length").invoke(species);
    }
}
