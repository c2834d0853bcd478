package org.losses4j.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedCacheTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicInteger computed = new AtomicInteger();

    @Test
    void whatWasNotAskedForTheLongestIsForgottenFirst() {
        BoundedCache<Integer, String> cache = new BoundedCache<>(2);
        get(cache, 1);
        get(cache, 2);
        get(cache, 1);
        get(cache, 3);
        assertEquals(2, cache.size());
        assertEquals(3, computed.get());
        get(cache, 1);
        get(cache, 3);
        assertEquals(3, computed.get());
        get(cache, 2);
        assertEquals(4, computed.get());
    }

    @Test
    void aValueIsReplaced() {
        BoundedCache<Integer, String> cache = new BoundedCache<>(2);
        assertEquals(Optional.empty(), cache.find(1));
        get(cache, 1);
        cache.put(1, "another");
        assertEquals(Optional.of("another"), cache.find(1));
        assertEquals("another", get(cache, 1));
        cache.put(2, "two");
        cache.put(3, "three");
        assertEquals(Optional.empty(), cache.find(1));
        assertEquals(2, cache.size());
        assertEquals(1, computed.get());
    }

    @Test
    void whatIsReplacedWhileItIsComputedStaysReplaced() {
        BoundedCache<Integer, String> cache = new BoundedCache<>(2);
        String computedMeanwhile = cache.get(1, key -> {
            cache.put(1, "given up");
            return "computed";
        });
        assertEquals("computed", computedMeanwhile);
        assertEquals(Optional.of("given up"), cache.find(1));
    }

    @Test
    void whatThrowsIsTriedAgain() {
        BoundedCache<Integer, String> cache = new BoundedCache<>(2);
        assertThrows(
                IllegalStateException.class,
                () -> cache.get(1, key -> {
                    throw new IllegalStateException("not now");
                }));
        assertEquals(0, cache.size());
        assertEquals("1", get(cache, 1));
    }

    @Test
    void itHoldsAtLeastOne() {
        assertThrows(IllegalArgumentException.class, () -> new BoundedCache<>(0));
    }

    @Test
    void threadsThatAskForTheSameComputeItOnce() throws Exception {
        BoundedCache<Integer, Object> cache = new BoundedCache<>(2);
        CountDownLatch all = new CountDownLatch(8);
        Callable<Object> ask = () -> {
            all.countDown();
            all.await();
            return cache.get(1, key -> {
                computed.incrementAndGet();
                return new Object();
            });
        };
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Object>> answers =
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> ask).toList());
            for (Future<Object> answer : answers) {
                assertEquals(answers.get(0).get(), answer.get());
            }
            assertEquals(1, computed.get());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void whoAsksForSomethingElseDoesNotWait() {
        BoundedCache<Integer, String> cache = new BoundedCache<>(2);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread slow = new Thread(() -> cache.get(1, key -> {
            begun.countDown();
            await(end);
            return "late";
        }));
        slow.start();
        assertTimeoutPreemptively(SOON, () -> {
            await(begun);
            assertEquals("2", get(cache, 2));
            end.countDown();
            assertEquals("late", cache.get(1, key -> "again"));
        });
    }

    private String get(BoundedCache<Integer, String> cache, int key) {
        return cache.get(key, asked -> {
            computed.incrementAndGet();
            return String.valueOf(asked);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
