package org.losses4j.engine;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Whether this JVM has jdk.incubator.vector, and how many elements one of its vectors holds. */
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";
    private static final System.Logger LOG = System.getLogger("org.losses4j.engine");
    private static final VectorModule HERE = new VectorModule();

    private final int floats;
    private final int doubles;
    private final boolean bytes;

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
        bytes = lanes[0] > 1 && readsBytes();
        floats = lanes[0];
        doubles = lanes[1];
    }

    /** The elements in a vector; 1 if there are none. */
    static int lanes(Precision precision) {
        return precision == Precision.FLOAT64 ? HERE.doubles : HERE.floats;
    }

    /** Whether vectors are read from byte buffers and written to them: Java 20 gave that up for memory segments. */
    static boolean reachesBytes() {
        return HERE.bytes;
    }

    private static boolean readsBytes() {
        try {
            Class<?> species = Class.forName(NAME + ".VectorSpecies");
            return Class.forName(NAME + ".FloatVector")
                    .getMethod("fromByteBuffer", species, ByteBuffer.class, int.class, ByteOrder.class)
                    .canAccess(null);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static int lanes(String type) throws ReflectiveOperationException {
        Object species =
                Class.forName(NAME + "." + type).getField("SPECIES_PREFERRED").get(null);
        return (int) Class.forName(NAME + ".VectorSpecies").getMethod("length").invoke(species);
    }
}
