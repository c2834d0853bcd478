package org.losses4j.engine.internal.codegen;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import org.losses4j.engine.memory.Precision;

/** Finds out whether this JVM multiplies and adds in one instruction. */
final class MultiplyAdd {
    private static final boolean FUSED = VectorModule.lanes(Precision.FLOAT32) > 1 || isUsed();

    private MultiplyAdd() {}

    /**
     * Whether {@link Math#fma(float, float, float)} is one instruction; if not, it is ten thousand times slower. Where there are
     * vectors it is taken to be.
     */
    static boolean isFused() {
        return FUSED;
    }

    private static boolean isUsed() {
        try {
            Class<?> type = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
            Object machine = ManagementFactory.getPlatformMXBean(type.asSubclass(PlatformManagedObject.class));
            Object option = type.getMethod("getVMOption", String.class).invoke(machine, "UseFMA");
            return Boolean.parseBoolean(
                    (String) option.getClass().getMethod("getValue").invoke(option));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException unknown) {
            // Another JVM than HotSpot, or one without the module jdk.management, does not tell.
            return false;
        }
    }
}
