package org.losses4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Sets the number of threads that a computation may use, in every library that takes part. */
final class Threads {
    /** Every library's own default. */
    static final int DEFAULTS = 0;

    private static final String WANTED = "losses4j.benchmarks.threads";

    private Threads() {}

    /** The flags that a measuring JVM is started with: the caller is one of the threads. */
    static List<String> flags(int threads) {
        if (threads == DEFAULTS) {
            return List.of("-D" + WANTED + "=" + DEFAULTS);
        }
        return List.of(
                "-D" + WANTED + "=" + threads,
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + (threads - 1),
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-Dai.djl.pytorch.num_interop_threads=1");
    }

    /** Those, and enough memory for the largest layers outside of the heap. */
    static List<String> flagsOfTrial(int threads) {
        List<String> flags = new ArrayList<>(flags(threads));
        flags.add("-Dorg.bytedeco.javacpp.maxbytes=16g");
        flags.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=18g");
        return flags;
    }

    /** The number that this JVM was started with. */
    static int wanted() {
        return Integer.getInteger(WANTED, 1);
    }

    /** What no flag says. */
    static void limitNd4j() {
        if (wanted() == DEFAULTS) {
            return;
        }
        Environment environment = Nd4j.getEnvironment();
        environment.setMaxThreads(wanted());
        environment.setMaxMasterThreads(wanted());
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(wanted());
    }
}
