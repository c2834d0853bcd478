package org.losses4j.engine.internal.codegen.lane;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.Buffer;
import java.nio.ByteOrder;

/** Access to the bits of single elements of byte buffers, given the position of an element's first byte. */
public final class BufferElements {
    // Of a buffer's own methods HotSpot inlines what it has seen called often enough by code that counts, and it may
    // not have when it compiles a kernel before the first batch; a handle it takes apart in any case. But not while a
    // class in the signature of a method on the way is not loaded, and nobody loads those of buffers whose memory is
    // not a segment: reflection does.
    static {
        Object unusedMethods = Buffer.class.getDeclaredMethods();
        Object unusedConstructors = Buffer.class.getDeclaredConstructors();
    }

    // Calls with integers are compiled with the Java library, those with floating-point numbers would be written at run
    // time.
    /** The bits of float32. */
    public static final VarHandle INTEGERS =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /** The bits of float64. */
    public static final VarHandle LONG_INTEGERS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private BufferElements() {}
}
