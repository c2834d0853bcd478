package org.losses4j.dl4j.internal.array;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes a 64-bit hash of arrays, from their shapes, strides, types and every bit of their elements, which tells whether
 * they have changed. A change leaves the hash as it was about once in 2⁶⁴ times; one changed element in the whole blocks of
 * 32 bytes always changes it.
 *
 * <p>Deeplearning4j reuses both array objects and memory, so that neither says anything about the numbers.
 */
public final class ArrayFingerprint {
    // The odd factors of xxHash64's rounds.
    private static final long FIRST = 0xC2B2AE3D27D4EB4FL;
    private static final long SECOND = 0x9E3779B185EBCA87L;
    private static final int ROTATION = 31;
    private static final int WORDS = 4;

    private ArrayFingerprint() {}

    /** The hash of {@code arrays}, of which some may be null; empty if an array is not in one piece of the host's memory. */
    public static OptionalLong of(List<@Nullable INDArray> arrays) {
        if (!HostMemory.present()) {
            return OptionalLong.empty();
        }
        long contents = arrays.size();
        for (INDArray array : arrays) {
            contents = mixed(contents, array == null ? 0 : Arrays.hashCode(array.shapeInfoJava()));
            if (array != null && !array.isEmpty()) {
                if (!HostMemory.inOnePiece(array)) {
                    return OptionalLong.empty();
                }
                contents = mixed(contents, of(HostMemory.bytes(array)));
                Reference.reachabilityFence(array);
            }
        }
        return OptionalLong.of(contents);
    }

    /** Hashes several words at a time, none of which waits for another. */
    private static long of(ByteBuffer bytes) {
        bytes.order(ByteOrder.nativeOrder());
        long a = 1;
        long b = 2;
        long c = 3;
        long d = 4;
        int end = bytes.limit();
        int at = 0;
        for (; at + WORDS * Long.BYTES <= end; at += WORDS * Long.BYTES) {
            a = mixed(a, bytes.getLong(at));
            b = mixed(b, bytes.getLong(at + Long.BYTES));
            c = mixed(c, bytes.getLong(at + 2 * Long.BYTES));
            d = mixed(d, bytes.getLong(at + 3 * Long.BYTES));
        }
        for (; at < end; at++) {
            a = mixed(a, bytes.get(at));
        }
        return mixed(mixed(mixed(a, b), c), d);
    }

    /**
     * Mixes a word into a hash, one-to-one in either argument. The second factor spreads what the first has carried to the
     * top only.
     */
    private static long mixed(long contents, long word) {
        return Long.rotateLeft((contents ^ word) * FIRST, ROTATION) * SECOND;
    }
}
