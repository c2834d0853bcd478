package org.losses4j.djl.internal.torchscript;

import java.lang.ref.Cleaner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps compiled modules by key, up to a bound: the module that was used longest ago is freed, and all are when the cache
 * is garbage.
 */
public final class ModuleCache<K> {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Modules<K> modules;

    public ModuleCache(int capacity) {
        this.modules = new Modules<>(capacity);
        CLEANER.register(this, modules);
    }

    /** The module of a key, made now or earlier; it is not freed before the lease is closed. */
    public TorchScriptModule.Lease lease(K key, Supplier<TorchScriptModule> make) {
        synchronized (modules) {
            return modules.byKey.computeIfAbsent(key, missing -> make.get()).lease();
        }
    }

    public int size() {
        synchronized (modules) {
            return modules.byKey.size();
        }
    }

    /** The modules, apart from the cache, so that they can be freed after the cache is gone. */
    private static final class Modules<K> implements Runnable {
        private final Map<K, TorchScriptModule> byKey;

        Modules(int capacity) {
            this.byKey = new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<K, TorchScriptModule> eldest) {
                    if (size() <= capacity) {
                        return false;
                    }
                    eldest.getValue().close();
                    return true;
                }
            };
        }

        @Override
        public synchronized void run() {
            byKey.values().forEach(TorchScriptModule::close);
            byKey.clear();
        }
    }
}
