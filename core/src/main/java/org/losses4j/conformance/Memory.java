package org.losses4j.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Precision;

/**
 * Memory for the engine to read or write, and a view of it for the test.
 *
 * @param elements the memory as the engine takes it
 * @param floats a view of the whole memory if it holds floats, else empty
 * @param doubles a view of the whole memory if it holds doubles, else empty
 */
record Memory(Elements elements, FloatBuffer floats, DoubleBuffer doubles) {
    private static final FloatBuffer NO_FLOATS = FloatBuffer.allocate(0);
    private static final DoubleBuffer NO_DOUBLES = DoubleBuffer.allocate(0);

    /** Memory that holds these values, of the kind and with the offset that the placement names. */
    static Memory of(double[] values, Placement placement, Precision precision) {
        return precision == Precision.FLOAT64 ? ofDoubles(values, placement) : ofFloats(narrowed(values), placement);
    }

    private static Memory ofDoubles(double[] values, Placement placement) {
        int offset = placement.offset();
        return switch (placement.storage()) {
            case ARRAY -> new Memory(Elements.of(values, offset), NO_FLOATS, DoubleBuffer.wrap(values));
            case BUFFER -> {
                DoubleBuffer buffer = bytes(values.length, Double.BYTES).asDoubleBuffer();
                buffer.put(0, values);
                yield new Memory(Elements.of(buffer, offset), NO_FLOATS, buffer);
            }
            case BYTES -> {
                ByteBuffer bytes = bytes(values.length, Double.BYTES);
                bytes.asDoubleBuffer().put(0, values);
                yield new Memory(Elements.of(bytes, Precision.FLOAT64, offset), NO_FLOATS, bytes.asDoubleBuffer());
            }
        };
    }

    private static Memory ofFloats(float[] values, Placement placement) {
        int offset = placement.offset();
        return switch (placement.storage()) {
            case ARRAY -> new Memory(Elements.of(values, offset), FloatBuffer.wrap(values), NO_DOUBLES);
            case BUFFER -> {
                FloatBuffer buffer = bytes(values.length, Float.BYTES).asFloatBuffer();
                buffer.put(0, values);
                yield new Memory(Elements.of(buffer, offset), buffer, NO_DOUBLES);
            }
            case BYTES -> {
                ByteBuffer bytes = bytes(values.length, Float.BYTES);
                bytes.asFloatBuffer().put(0, values);
                yield new Memory(Elements.of(bytes, Precision.FLOAT32, offset), bytes.asFloatBuffer(), NO_DOUBLES);
            }
        };
    }

    private static ByteBuffer bytes(int elements, int width) {
        return ByteBuffer.allocateDirect(elements * width).order(ByteOrder.nativeOrder());
    }

    /** The numbers that the memory holds now, from its beginning. */
    double[] toArray() {
        double[] values = new double[Math.max(floats.limit(), doubles.limit())];
        for (int i = 0; i < values.length; i++) {
            values[i] = doubles.limit() > 0 ? doubles.get(i) : floats.get(i);
        }
        return values;
    }

    static float[] narrowed(double[] values) {
        float[] narrowed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrowed[i] = (float) values[i];
        }
        return narrowed;
    }

    static double[] widened(float[] values) {
        double[] widened = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            widened[i] = values[i];
        }
        return widened;
    }
}
