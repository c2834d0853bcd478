package org.losses4j.engine.internal.run;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The daemon thread that prepares what makes batches fast, one task after the other, and ends when there is nothing to do. What is
 * only expected to be needed gives way to what a batch needs.
 */
public final class BackgroundThread extends Thread {
    private static final System.Logger LOG = System.getLogger(BackgroundThread.class.getName());

    /** How many tasks the thread takes before it takes no more of what is only expected: by then a training has begun. */
    private static final int EARLY = 8;

    private static final int WAITING = 256;
    private static final ThreadPoolExecutor EXECUTOR = executor();

    private BackgroundThread(Runnable task) {
        super(null, task, "losses4j-warm-up", 0, false);
        setDaemon(true);
        setContextClassLoader(null);
        setUncaughtExceptionHandler((failed, fault) -> report(fault));
    }

    private static ThreadPoolExecutor executor() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), BackgroundThread::new);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** What is only expected to be needed. */
    private record InAdvance(Runnable task) implements Runnable {
        @Override
        public void run() {
            try {
                task.run();
            } catch (RuntimeException | Error fault) {
                report(fault);
            }
        }
    }

    /** Whether this is the calling thread, which then compiles what is only expected. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof BackgroundThread;
    }

    /** Has the thread do something behind all that is waiting; false if too much is. */
    public static boolean execute(Runnable task) {
        try {
            EXECUTOR.execute(task);
            return true;
        } catch (RejectedExecutionException tooMany) {
            return false;
        }
    }

    /** Has the thread warm up a kernel that a batch needs, in place of what is only expected; false if too much is waiting. */
    static boolean executeNeeded(WarmUp needed) {
        EXECUTOR.getQueue().removeIf(InAdvance.class::isInstance);
        return execute(needed);
    }

    /** Has the thread do what is only expected to be needed; it should look whether the thread {@link #isNeeded}. */
    static void executeInAdvance(Runnable task) {
        execute(new InAdvance(task));
    }

    /** Has the thread do what is only expected to be needed, while nothing is, and unless it has done much already. */
    public static void executeInAdvance(List<Runnable> tasks) {
        if (EXECUTOR.getTaskCount() < EARLY) {
            executeInAdvance(() -> runUnless(BackgroundThread::isNeeded, tasks));
        }
    }

    /** Runs tasks one after the other, until the thread is needed. */
    static void runUnless(BooleanSupplier needed, List<Runnable> tasks) {
        for (int i = 0; i < tasks.size() && !needed.getAsBoolean(); i++) {
            tasks.get(i).run();
        }
    }

    /** Whether a kernel waits for the thread that a batch needs. */
    static boolean isNeeded() {
        return EXECUTOR.getQueue().stream().anyMatch(WarmUp.class::isInstance);
    }

    /** Logs a fault, on which no training depends. */
    static void report(Throwable fault) {
        LOG.log(
                System.Logger.Level.DEBUG,
                "The warm-up of a kernel, or what was done in advance, failed: no result depends on it",
                fault);
    }
}
