package org.losses4j.engine.internal.plan;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The type from which the Vector API loads bytes without a copy: since Java 20 no longer byte buffers, but memory segments. */
public enum ByteAccess {
    /** Java 17 to 19. */
    BYTE_BUFFER("ByteBuffer", "java/nio/ByteBuffer", "I"),

    /** From Java 22 on, in which memory segments are final. */
    MEMORY_SEGMENT("MemorySegment", "java/lang/foreign/MemorySegment", "J");

    private static final int FINAL_SEGMENTS = 22;
    private static final Optional<ByteAccess> HERE = find();

    private final String simpleName;
    private final String type;
    private final String position;

    ByteAccess(String simpleName, String type, String position) {
        this.simpleName = simpleName;
        this.type = type;
        this.position = position;
    }

    /** The type for the running Java; empty on Java 20 and 21. */
    public static Optional<ByteAccess> here() {
        return HERE;
    }

    private static Optional<ByteAccess> find() {
        int java = Runtime.version().feature();
        return java < 20
                ? Optional.of(BYTE_BUFFER)
                : java < FINAL_SEGMENTS ? Optional.empty() : Optional.of(MEMORY_SEGMENT);
    }

    /** A buffer's bytes as an object of this type, for a kernel. */
    public Object of(ByteBuffer bytes) {
        return this == BYTE_BUFFER ? bytes : Segments.of(bytes);
    }

    /** The simple name of the type, as in the Vector API's {@code fromByteBuffer} and {@code fromMemorySegment}. */
    public String simpleName() {
        return simpleName;
    }

    /** The internal name of the type in bytecode, such as {@code java/nio/ByteBuffer}. */
    public String type() {
        return type;
    }

    /** The descriptors of the parameters of such a method that give the place: memory and position. */
    public String parameters() {
        return "L" + type + ";" + position;
    }

    /** Calls {@code MemorySegment.ofBuffer} by reflection, since Java 17 has no memory segments. */
    private static final class Segments {
        private static final MethodHandle OF_BUFFER = ofBuffer();

        public static Object of(ByteBuffer bytes) {
            try {
                return OF_BUFFER.invoke(bytes);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("A buffer could not be taken as a memory segment: " + bytes, e);
            }
        }

        private static MethodHandle ofBuffer() {
            try {
                Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
                return MethodHandles.publicLookup()
                        .findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("This Java has no memory segments", e);
            }
        }
    }
}
