package org.losses4j.engine;

/**
 * Scalar code that becomes vector code once that is the faster. Until HotSpot has compiled a vector kernel each of its
 * instructions is a call that makes an object, and rows take a hundred times as long as those of the scalar kernel, which is
 * fast from the start. So the vector kernel is given a few rows now and then, seldom while it is slow, and all of them from
 * when it has been the faster several times in a row.
 */
final class Tiered implements Kernel {
    private static final int WINS = 3;
    private static final int LONGEST_PAUSE = 1 << 12;

    private final Kernel scalars;
    private final Kernel vectors;
    private final int unit;
    private volatile boolean hot;
    // Threads may overwrite each other's numbers; that moves the change by a few blocks.
    private volatile double scalarRow = Double.NaN;
    private volatile int wins;
    private volatile int pause;

    /**
     * A pair of kernels of the same rows.
     *
     * @param unit how many rows the vector kernel takes at a time
     */
    Tiered(Kernel scalars, Kernel vectors, int unit) {
        this.scalars = scalars;
        this.vectors = vectors;
        this.unit = unit;
    }

    @Override
    public void run(Object[] arrays, int[] offsets, double[] uniforms, double[] totals, int from, int to) {
        if (hot) {
            vectors.run(arrays, offsets, uniforms, totals, from, to);
            return;
        }
        int tried = 0;
        if (pause > 0 || Double.isNaN(scalarRow)) {
            pause = Math.max(0, pause - 1);
        } else {
            tried = Math.min(to - from, Math.max(1, (to - from) / unit / 8) * unit);
            long start = System.nanoTime();
            vectors.run(arrays, offsets, uniforms, totals, from, from + tried);
            judge((double) (System.nanoTime() - start) / tried, (double) tried / (to - from));
        }
        if (tried < to - from) {
            long start = System.nanoTime();
            scalars.run(arrays, offsets, uniforms, totals, from + tried, to);
            scalarRow = (double) (System.nanoTime() - start) / (to - from - tried);
        }
    }

    private void judge(double vectorRow, double part) {
        if (vectorRow < scalarRow) {
            wins = wins + 1;
            hot = wins >= WINS;
        } else {
            wins = 0;
            pause = (int) Math.min(LONGEST_PAUSE, part * vectorRow / scalarRow);
        }
    }
}
