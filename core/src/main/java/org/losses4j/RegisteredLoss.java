package org.losses4j;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A loss that was registered under a name. It holds the record's class weakly, and the class holds the {@link LossType}: a
 * catalogue that lives as long as the process keeps no application's classes alive.
 */
final class RegisteredLoss {
    private static final ClassValue<Map<String, LossType<?>>> TYPES = new ClassValue<>() {
        @Override
        protected Map<String, LossType<?>> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private final String name;
    private final String record;
    private final Origin origin;
    private final WeakReference<Class<?>> type;

    /**
     * The origin of a name.
     *
     * @param provider the class of the provider; null if the loss was registered in code
     * @param own whether the loss is the library's own
     */
    record Origin(@Nullable String provider, boolean own) {
        static final Origin CODE = new Origin(null, false);

        boolean code() {
            return provider == null;
        }

        @Override
        public String toString() {
            return provider == null ? "registered in code" : "of the provider " + provider;
        }
    }

    RegisteredLoss(LossType<?> type, Origin origin) {
        TYPES.get(type.type()).putIfAbsent(type.name(), type);
        this.name = type.name();
        this.record = type.type().getName();
        this.type = new WeakReference<>(type.type());
        this.origin = origin;
    }

    String name() {
        return name;
    }

    Origin origin() {
        return origin;
    }

    /** The name of the record's class. */
    String record() {
        return record;
    }

    /** The type, as long as its class is loaded. */
    Optional<LossType<?>> type() {
        return Optional.ofNullable(type.get()).map(loaded -> TYPES.get(loaded).get(name));
    }

    boolean loaded() {
        return type.get() != null;
    }

    /** Whether both give the same class the same name. */
    boolean same(RegisteredLoss other) {
        return name.equals(other.name) && type.get() == other.type.get();
    }

    /** Whether the records are of different classes. */
    boolean differs(RegisteredLoss other) {
        return type.get() != other.type.get();
    }

    /** Whether both give different classes the same name, and one class loader sees both. */
    boolean clashes(RegisteredLoss other) {
        Class<?> mine = type.get();
        Class<?> others = other.type.get();
        return name.equals(other.name)
                && mine != null
                && others != null
                && mine != others
                && (other.isSeenBy(mine.getClassLoader()) || isSeenBy(others.getClassLoader()));
    }

    /** Whether a class loader finds this very class. */
    boolean isSeenBy(ClassLoader loader) {
        Class<?> mine = type.get();
        if (mine == null || mine.getClassLoader() == loader) {
            return mine != null;
        }
        try {
            return Class.forName(record, false, loader) == mine;
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return record + " (" + origin + ")";
    }
}
