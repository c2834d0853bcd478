package org.losses4j.djl.internal.array;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/** A manager that ends with a computation; it is made when it is first asked for, because small batches do without. */
public final class Scope implements AutoCloseable {
    private final NDArray first;
    private @Nullable NDManager manager;

    /**
     * A scope without a manager.
     *
     * @param first its manager is the parent of the scope's, its device the scope's
     */
    public Scope(NDArray first) {
        this.first = first;
    }

    /** The manager, of which nothing is left behind the scope. */
    public NDManager manager() {
        if (manager == null) {
            manager = first.getManager().newSubManager(first.getDevice());
        }
        return manager;
    }

    /** An alias of an array in the manager; gradients flow through it. */
    public NDArray alias(NDArray array) {
        NDArray alias = array.reshape(array.getShape());
        alias.attach(manager());
        return alias;
    }

    @Override
    public void close() {
        if (manager != null) {
            manager.close();
        }
    }
}
