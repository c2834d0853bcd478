package org.losses4j.engine.internal.run;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Has HotSpot compile the vector kernel of a sweep, by running it on scratch memory, and then lets vectors take over; in the
 * background one kernel at a time.
 */
final class WarmUp implements Runnable {
    // HotSpot compiles a method for the first time after 200 calls, and for good after 5,000 more, or a multiple of
    // these while its compilers have much to do; or else in the midst of a loop after 60,000 rounds, and then each loop
    // by itself. So calls of no rows, which cost little, are what it shall count, and calls of rows show it which
    // branches are taken: what it has not seen it leaves out.
    private static final int FIRST_ROUNDS = 40;
    private static final int FIRST_CALLS = 5;
    private static final int FIRST_IDLE_CALLS = 1_000;
    private static final long LONGEST_FIRST = TimeUnit.MILLISECONDS.toNanos(25);

    private static final int IDLE_CALLS = 400;

    /** How many rounds are without a pause, in which HotSpot is at it. */
    private static final int ROUNDS = 100;

    private static final long PAUSE_MILLIS = 2;

    // What a term of a vector takes, in nanoseconds: below 3 in compiled code, above 50 where each makes an object.
    private static final long COMPILED = 15;
    private static final int WINS = 3;

    private static final long MOST_WORK = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final Tiered tiered;
    private final Supplier<ScratchMemory> memory;
    private final LongSupplier clock;
    private final BooleanSupplier givesWay;

    /**
     * The warm-up of one kernel.
     *
     * @param clock counts nanoseconds
     * @param givesWay whether it shall end, as another kernel needs the thread more
     */
    WarmUp(Tiered tiered, Supplier<ScratchMemory> memory, LongSupplier clock, BooleanSupplier givesWay) {
        this.tiered = tiered;
        this.memory = memory;
        this.clock = clock;
        this.givesWay = givesWay;
    }

    /**
     * Has HotSpot compile the lane-by-lane code of a kernel, and starts to warm up its vector code in the background; if that is
     * too long, or too many kernels are waiting, calls try vectors now and then instead.
     */
    static void start(Tiered tiered, Supplier<ScratchMemory> memory) {
        ScratchMemory scratch = beginByElement(tiered, memory);
        inBackground(tiered, () -> scratch);
    }

    /** As {@link #start}, for a kernel that no batch needs yet: the warm-up ends when one has to be warmed up that a batch needs. */
    static void startInAdvance(Tiered tiered, Supplier<ScratchMemory> memory) {
        ScratchMemory scratch = beginByElement(tiered, memory);
        BackgroundThread.executeInAdvance(
                new WarmUp(tiered, () -> scratch, System::nanoTime, BackgroundThread::isNeeded));
    }

    private static ScratchMemory beginByElement(Tiered tiered, Supplier<ScratchMemory> memory) {
        ScratchMemory scratch = memory.get();
        long start = System.nanoTime();
        for (int round = 0; round < FIRST_ROUNDS && System.nanoTime() - start < LONGEST_FIRST; round++) {
            for (int call = 0; call < FIRST_CALLS; call++) {
                scratch.runByElement(tiered.first());
            }
            scratch.runIdly(tiered.first(), FIRST_IDLE_CALLS);
        }
        return scratch;
    }

    /** Starts to warm up the vector code of a kernel that a batch needs in the background, in place of what is only expected. */
    static void inBackground(Tiered tiered, Supplier<ScratchMemory> memory) {
        tiered.stopTrials();
        if (!BackgroundThread.executeNeeded(new WarmUp(tiered, memory, System::nanoTime, () -> false))) {
            tiered.resumeTrials();
        }
    }

    @Override
    public void run() {
        tiered.stopTrials();
        try {
            warm();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error fault) {
            BackgroundThread.report(fault);
        } finally {
            tiered.resumeTrials();
        }
    }

    private void warm() throws InterruptedException {
        ScratchMemory scratch = memory.get();
        if (!scratch.isCounted()) {
            return;
        }
        long compiled = COMPILED * scratch.work();
        long first = clock.getAsLong();
        long worked = 0;
        int wins = 0;
        for (int round = 0; worked < MOST_WORK; round++) {
            long start = clock.getAsLong();
            if (start - first > LONGEST || givesWay.getAsBoolean()) {
                return;
            }
            scratch.run(tiered.vectors());
            long time = clock.getAsLong() - start;
            wins = time < compiled ? wins + 1 : 0;
            if (wins >= WINS) {
                tiered.useVectors();
                return;
            }
            scratch.runIdly(tiered.vectors(), IDLE_CALLS);
            worked += clock.getAsLong() - start;
            if (round >= ROUNDS && wins == 0) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
