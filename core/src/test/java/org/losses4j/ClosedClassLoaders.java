package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import org.losses4j.tensor.Tensor;

/**
 * Whether losses keep a class loader alive that was closed. To be run with {@code -XX:SoftRefLRUPolicyMSPerMB=0}, since from
 * Java 25 on Java's own caches hold the classes whose methods were linked softly.
 */
final class ClosedClassLoaders {
    private ClosedClassLoaders() {}

    public static void main(String[] arguments) throws Exception {
        WeakReference<ClassLoader> loader = used(Path.of(arguments[0]));
        // Java itself holds the class of the last record whose methods were linked (java.lang.runtime.ObjectMethods).
        Last last = new Last("", 0);
        assertEquals(new Last("", 0).hashCode() + last.toString(), last.hashCode() + new Last("", 0).toString());
        assertEquals(new Last("", 0), last);
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertSame(null, loader.get(), "the class loader is still held");
        assertThrows(IllegalArgumentException.class, () -> Losses.of("collected_in_code"));
        Losses.register(LossType.of("collected_in_code", Other.class));
        assertEquals(new Other(), Losses.of("collected_in_code"));
        assertTrue(Losses.unregister("collected_in_code"));
    }

    /** A loss of this class loader. */
    record Other() implements PointwiseLoss {
        @Override
        public Tensor formula(Tensor prediction, Tensor target) {
            return target.sub(prediction).abs();
        }
    }

    private record Last(String text, double number) {}

    private static WeakReference<ClassLoader> used(Path folder) throws ReflectiveOperationException {
        try (Plugin plugin = Plugin.in(folder)
                .loss("Collected", 2)
                .loss("InCode", 2)
                .provider("Provider", "List.of(LossType.of(\"collected\", Collected.class))")
                .provider("Broken", "null")
                .services("example.Provider", "example.Broken", "example.Missing")) {
            Losses.register(plugin.type("collected_in_code", "InCode"));
            for (String name : List.of("collected", "collected_in_code", "huber")) {
                Objective objective = plugin.call(() -> Objective.parse(name));
                assertEquals(objective, Objective.parse(objective.spec().toString()));
                assertEquals(
                        objective,
                        LossRegistryTest.onAnotherThread(
                                () -> Objective.parse(objective.spec().toString())));
            }
            assertThrows(IllegalArgumentException.class, () -> plugin.call(() -> Losses.of("nowhere")));
            return new WeakReference<>(plugin.loader());
        }
    }
}
