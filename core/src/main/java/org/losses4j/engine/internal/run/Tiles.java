package org.losses4j.engine.internal.run;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Precision;

/** Copies between a tensor's memory and a tile: a small array, meant to stay in the cache, that a kernel reads or writes instead. */
final class Tiles {
    private Tiles() {}

    static Object array(Precision precision, int length) {
        return precision == Precision.FLOAT64 ? new double[length] : new float[length];
    }

    /**
     * Copies a block of rows.
     *
     * @param base the index of the block's first row in memory
     * @param count the number of rows
     * @param toTile whether memory is copied to the tile; if not, the tile is copied to memory
     */
    static void copy(Slot slot, Elements memory, int base, Object tile, int count, boolean toTile) {
        int[] along = slot.along();
        int held = slot.row() == 0 ? 1 : count;
        int length = along == null ? 1 : along.length;
        if (slot.contiguous() && length > 1 && slot.kernelAxis() == 1) {
            boolean whole = slot.row() == length && slot.kernelRow() == length;
            int runs = whole ? 1 : held;
            for (int row = 0; row < runs; row++) {
                run(memory, base + row * slot.row(), tile, row * slot.kernelRow(), length * held / runs, toTile);
            }
            return;
        }
        for (int i = 0; i < length; i++) {
            int from = base + (along == null ? 0 : along[i]);
            int to = i * slot.kernelAxis();
            if (slot.row() == 1 && slot.kernelRow() == 1) {
                run(memory, from, tile, to, held, toTile);
            } else {
                strided(memory.storage(), from, slot.row(), tile, to, slot.kernelRow(), held, toTile);
            }
        }
    }

    private static void run(Elements memory, int from, Object tile, int to, int length, boolean toTile) {
        Object storage = memory.storage();
        if (storage instanceof FloatBuffer buffer) {
            if (toTile) {
                buffer.get(from, (float[]) tile, to, length);
            } else {
                buffer.put(from, (float[]) tile, to, length);
            }
        } else if (storage instanceof DoubleBuffer buffer) {
            if (toTile) {
                buffer.get(from, (double[]) tile, to, length);
            } else {
                buffer.put(from, (double[]) tile, to, length);
            }
        } else if (toTile) {
            System.arraycopy(storage, from, tile, to, length);
        } else {
            System.arraycopy(tile, to, storage, from, length);
        }
    }

    private static void strided(
            Object storage, int from, int stride, Object tile, int to, int tileStride, int count, boolean toTile) {
        if (storage instanceof float[] floats) {
            if (toTile) {
                strided(floats, from, stride, (float[]) tile, to, tileStride, count);
            } else {
                strided((float[]) tile, to, tileStride, floats, from, stride, count);
            }
        } else if (storage instanceof double[] doubles) {
            if (toTile) {
                strided(doubles, from, stride, (double[]) tile, to, tileStride, count);
            } else {
                strided((double[]) tile, to, tileStride, doubles, from, stride, count);
            }
        } else if (storage instanceof FloatBuffer buffer) {
            strided(buffer, from, stride, (float[]) tile, to, tileStride, count, toTile);
        } else {
            strided((DoubleBuffer) storage, from, stride, (double[]) tile, to, tileStride, count, toTile);
        }
    }

    private static void strided(float[] source, int from, int stride, float[] target, int to, int step, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i * step] = source[from + i * stride];
        }
    }

    private static void strided(double[] source, int from, int stride, double[] target, int to, int step, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i * step] = source[from + i * stride];
        }
    }

    private static void strided(
            FloatBuffer buffer, int from, int stride, float[] tile, int to, int step, int count, boolean toTile) {
        for (int i = 0; i < count; i++) {
            if (toTile) {
                tile[to + i * step] = buffer.get(from + i * stride);
            } else {
                buffer.put(from + i * stride, tile[to + i * step]);
            }
        }
    }

    private static void strided(
            DoubleBuffer buffer, int from, int stride, double[] tile, int to, int step, int count, boolean toTile) {
        for (int i = 0; i < count; i++) {
            if (toTile) {
                tile[to + i * step] = buffer.get(from + i * stride);
            } else {
                buffer.put(from + i * stride, tile[to + i * step]);
            }
        }
    }
}
