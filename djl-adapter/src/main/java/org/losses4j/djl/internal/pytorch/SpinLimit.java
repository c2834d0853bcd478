package org.losses4j.djl.internal.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.time.Duration;

/**
 * Keeps PyTorch's threads from spinning for the seconds in which HotSpot compiles a loss.
 *
 * <p>Behind each operation that PyTorch has divided among its threads, by default as many as there are cores, these spin for
 * milliseconds: HotSpot's compilers then wait for them, they wait for each other, and a step takes several times as long. GNU's OpenMP
 * cuts the spinning to a fraction while there are more threads in its teams than cores. Each thread that has called PyTorch has a
 * team, for as long as it lives, so all it takes is one more thread that calls it once and then sleeps. With fewer threads than
 * cores, and other OpenMPs, nothing changes; no result does.
 */
public final class SpinLimit {
    /** Enough elements for PyTorch to divide them among its threads. */
    private static final Shape DIVIDED = new Shape(1 << 17);

    private static final Duration COMPILATION = Duration.ofSeconds(3);

    private SpinLimit() {}

    /** Limits the spinning for some seconds, if this is the first call. */
    public static void start() {
        Once.start();
    }

    /** Initialised, and thereby started, once. */
    private static final class Once {
        static {
            holdTeam(COMPILATION);
        }

        static void start() {
            // The initialiser has done it.
        }
    }

    /** Starts a daemon thread that has a team for a time. */
    static Thread holdTeam(Duration time) {
        Thread thread = new Thread(null, () -> callOnce(time), "losses4j-spin-limit", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
        return thread;
    }

    private static void callOnce(Duration time) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            manager.ones(DIVIDED).neg().close();
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
