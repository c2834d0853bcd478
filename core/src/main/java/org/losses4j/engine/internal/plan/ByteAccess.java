package org.losses4j.engine.internal.plan;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The type of memory from which vector instructions load bytes without a copy. Java 20 gave up byte buffers for memory segments. */
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

    /** What this Java's vectors take, if there is anything. */
    public static Optional<ByteAccess> here() {
        return HERE;
    }

    private static Optional<ByteAccess> find() {
        int java = Runtime.version().feature();
        return java < 20
                ? Optional.of(BYTE_BUFFER)
                : java < FINAL_SEGMENTS ? Optional.empty() : Optional.of(MEMORY_SEGMENT);
    }

    /** What a kernel is given for a buffer. */
    public Object of(ByteBuffer bytes) {
        return this == BYTE_BUFFER ? bytes : Segments.of(bytes);
    }

    /** The name of the memory's type, as the methods of vectors are called by it. */
    public String simpleName() {
        return simpleName;
    }

    /** The name of the memory's type. */
    public String type() {
        return type;
    }

    /** The parameters of those methods that say where: memory and position. */
    public String parameters() {
        return "L" + type + ";" + position;
    }

    /** Memory segments, which Java 17 does not know. */
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
