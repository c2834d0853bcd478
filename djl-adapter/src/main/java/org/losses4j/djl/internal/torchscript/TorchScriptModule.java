package org.losses4j.djl.internal.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.SymbolBlock;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.losses4j.djl.internal.pytorch.PyTorchEngine;

/** A loaded TorchScript module. Safe for several threads; its memory is freed when it is closed and its last lease has ended. */
public final class TorchScriptModule implements AutoCloseable {
    private final String code;
    private final NDManager manager;
    private final SymbolBlock block;
    private final ParameterStore parameters;
    private final List<NDArray> constants;
    private int leases;
    private boolean closed;

    /**
     * Loads a module.
     *
     * @param methods the methods in TorchScript's serialized form, each indented by two spaces
     * @param constants makes the arrays that follow the inputs of every run
     */
    public TorchScriptModule(String methods, Function<NDManager, List<NDArray>> constants) {
        PyTorchEngine.require();
        this.code = methods;
        this.manager = NDManager.newBaseManager("PyTorch");
        this.parameters = new ParameterStore(manager, false);
        try (ByteArrayInputStream archive = new ByteArrayInputStream(TorchScriptArchive.of(methods))) {
            this.block = PyTorchEngine.load(manager, archive);
            this.constants = constants.apply(manager);
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Loads modules. */
    @FunctionalInterface
    public interface Loader {
        /** A module of methods and constants, as in the constructor. */
        TorchScriptModule load(String methods, Function<NDManager, List<NDArray>> constants);
    }

    /** A lease on the module, which is not freed before the lease is closed. */
    synchronized Lease lease() {
        if (closed) {
            throw new IllegalStateException("The module was closed");
        }
        leases++;
        return new Lease();
    }

    @Override
    public synchronized void close() {
        closed = true;
        release();
    }

    private synchronized void giveBack() {
        leases--;
        release();
    }

    private void release() {
        if (closed && leases == 0) {
            manager.close();
        }
    }

    /** The text of the module. */
    @Override
    public String toString() {
        return code;
    }

    /** The right to run a module while it is open. */
    public final class Lease implements AutoCloseable {
        private Lease() {}

        /** Runs {@code forward}; the result is in the manager of the first input. */
        public NDArray run(NDList inputs) {
            NDList all = new NDList(inputs);
            all.addAll(constants);
            // Never false: false would turn autograd off, and switching between the two is not thread-safe.
            return block.forward(parameters, all, true).singletonOrThrow();
        }

        /** Whether the module's memory has been freed. */
        public boolean isFreed() {
            return !manager.isOpen();
        }

        @Override
        public void close() {
            giveBack();
        }
    }
}
