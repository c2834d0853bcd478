package org.losses4j.djl.internal.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.SymbolBlock;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Calls what DJL's PyTorch engine can do and DJL's interfaces have no methods for.
 *
 * <p>These methods are not part of DJL's public interface and may change with any version, so this is the only class that
 * names the engine's own, and {@link #require} says which of them a version lacks.
 */
public final class PyTorchEngine {
    /** The versions of DJL that the tests run with. */
    static final String TESTED = "0.32.0, 0.35.1 and 0.36.0";

    private static final List<EngineMethod> METHODS = List.of(
            new EngineMethod("ai.djl.pytorch.jni.JniUtils", "isGradMode"),
            new EngineMethod("ai.djl.pytorch.jni.JniUtils", "requiresGrad", "ai.djl.pytorch.engine.PtNDArray"),
            new EngineMethod(
                    "ai.djl.pytorch.jni.JniUtils", "attachGradient", "ai.djl.pytorch.engine.PtNDArray", "boolean"),
            new EngineMethod("ai.djl.pytorch.jni.JniUtils", "zeroGrad", "ai.djl.pytorch.engine.PtNDArray"),
            new EngineMethod(
                    "ai.djl.pytorch.jni.JniUtils",
                    "loadModule",
                    "ai.djl.pytorch.engine.PtNDManager",
                    "java.io.InputStream",
                    "boolean",
                    "boolean"));
    private static final List<EngineMethod> MISSING = missing(PyTorchEngine.class.getClassLoader());

    private PyTorchEngine() {}

    /**
     * Checks that the engine on the class path has the methods that this class calls.
     *
     * @throws IllegalStateException naming the methods that it lacks, and the versions that have them
     */
    public static void require() {
        if (!MISSING.isEmpty()) {
            throw new IllegalStateException("Losses4J needs of ai.djl.pytorch:pytorch-engine " + MISSING
                    + ", which DJL " + Engine.getDjlVersion() + " on the class path lacks; it is tested with DJL "
                    + TESTED
                    + ": take one of these for all modules of DJL");
        }
    }

    static List<EngineMethod> missing(ClassLoader loader) {
        return METHODS.stream().filter(method -> !method.isIn(loader)).toList();
    }

    /** Whether an array belongs to the PyTorch engine. */
    public static boolean owns(NDArray array) {
        return array instanceof PtNDArray;
    }

    /** Whether operations on this thread are recorded for autograd. */
    public static boolean records() {
        return JniUtils.isGradMode();
    }

    /** Whether an array of this engine is a leaf that takes a gradient. */
    public static boolean takesGradient(NDArray array) {
        return JniUtils.requiresGrad((PtNDArray) array);
    }

    /**
     * Makes a leaf of this engine take no gradient.
     *
     * @throws ai.djl.engine.EngineException if the array is no leaf
     */
    public static void takeNoGradient(NDArray array) {
        JniUtils.attachGradient((PtNDArray) array, false);
    }

    /** Sets the collected gradient of an array of this engine to zero. */
    public static void zeroGradient(NDArray array) {
        JniUtils.zeroGrad((PtNDArray) array);
    }

    /**
     * Loads a TorchScript module.
     *
     * @param manager a manager of this engine, which owns the module
     */
    public static SymbolBlock load(NDManager manager, InputStream archive) throws IOException {
        return JniUtils.loadModule((PtNDManager) manager, archive, false, false);
    }
}
