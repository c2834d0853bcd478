package org.losses4j.djl.internal.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The thread has a team of PyTorch's threads, which inherit its name, and leaves none behind. */
@EnabledOnOs(OS.LINUX)
class SpinLimitTest {
    private static final Path THREADS = Path.of("/proc/self/task");
    /** As much of the thread's name as Linux keeps. */
    private static final String NAME = "losses4j-spin-l";

    @Test
    void aTeamIsThereForAsLongAsTheThread() throws InterruptedException {
        assertEquals(0, settled(count -> count == 0), "left from earlier tests");
        int ofOtherTests = JniUtils.getNumThreads();
        JniUtils.setNumThreads(3);
        try {
            Thread thread = SpinLimit.holdTeam(Duration.ofSeconds(2));
            assertTrue(thread.isDaemon());
            assertEquals(3, settled(count -> count == 3), "in the team");
            thread.join();
            assertEquals(0, settled(count -> count == 0), "left behind");
        } finally {
            JniUtils.setNumThreads(ofOtherTests);
        }
    }

    /** The number of threads once it is as expected, or after ten seconds. */
    private static long settled(LongPredicate expected) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        long count = threads();
        while (!expected.test(count) && System.nanoTime() < end) {
            Thread.sleep(10);
            count = threads();
        }
        return count;
    }

    private static long threads() {
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.filter(thread -> name(thread).equals(NAME)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }
}
