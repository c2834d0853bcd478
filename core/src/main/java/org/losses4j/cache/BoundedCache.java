package org.losses4j.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, each computed when it is first asked for. At most {@code capacity} are kept; the one that was not asked for
 * for the longest time is forgotten first.
 *
 * <p>Safe for several threads: those that ask for one key compute its value once, and those that ask for other keys do not
 * wait for it. If a computation throws, nothing is kept.
 *
 * @param <K> keys, compared by equals
 * @param <V> values
 */
public final class BoundedCache<K, V> {
    private final Map<K, Value<V>> values;

    /** An empty cache. */
    public BoundedCache(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("A cache keeps at least one value, got the capacity " + capacity);
        }
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Value<V>> eldest) {
                return size() > capacity;
            }
        };
    }

    /** A value, whose own lock is held while it is computed. */
    private static final class Value<V> {
        private volatile @Nullable V computed;
    }

    /** The value of a key, computed now or earlier. */
    public V get(K key, Function<? super K, ? extends V> compute) {
        Value<V> value;
        synchronized (values) {
            // Even a lookup changes the order of use.
            value = values.computeIfAbsent(key, any -> new Value<>());
        }
        V known = value.computed;
        return known != null ? known : compute(key, value, compute);
    }

    /** The value of a key, if it is kept. */
    public Optional<V> find(K key) {
        synchronized (values) {
            Value<V> value = values.get(key);
            return value == null ? Optional.empty() : Optional.ofNullable(value.computed);
        }
    }

    /** Keeps a value for a key, in place of one that is kept already or is being computed. */
    public void put(K key, V computed) {
        Value<V> value = new Value<>();
        value.computed = computed;
        synchronized (values) {
            values.put(key, value);
        }
    }

    private V compute(K key, Value<V> value, Function<? super K, ? extends V> compute) {
        synchronized (value) {
            V known = value.computed;
            if (known != null) {
                return known;
            }
            V computed = null;
            try {
                computed = compute.apply(key);
                value.computed = computed;
                return computed;
            } finally {
                if (computed == null) {
                    forget(key, value);
                }
            }
        }
    }

    private void forget(K key, Value<V> value) {
        synchronized (values) {
            values.remove(key, value);
        }
    }

    /** How many values are kept. */
    public int size() {
        synchronized (values) {
            return values.size();
        }
    }
}
