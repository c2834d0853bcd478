package org.losses4j.engine;

import static org.objectweb.asm.Opcodes.*;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.objectweb.asm.MethodVisitor;

/** What vectors reach bytes by, so that they need no copy. Java 20 gave up byte buffers for memory segments. */
enum InPlace {
    /** Java 17 to 19. */
    BYTE_BUFFER("ByteBuffer", "java/nio/ByteBuffer", "I") {
        @Override
        Object of(ByteBuffer bytes) {
            return bytes;
        }

        @Override
        void writeGet(Body body, int memory, int index, boolean wide) {
            MethodVisitor to = body.instructions();
            to.visitVarInsn(ALOAD, memory);
            writePosition(body, index, wide);
            to.visitMethodInsn(INVOKEVIRTUAL, type(), wide ? "getDouble" : "getFloat", wide ? "(I)D" : "(I)F", false);
        }

        @Override
        void writePut(Body body, int memory, int index, boolean wide, Runnable value) {
            MethodVisitor to = body.instructions();
            to.visitVarInsn(ALOAD, memory);
            writePosition(body, index, wide);
            value.run();
            String put = wide ? "putDouble" : "putFloat";
            to.visitMethodInsn(INVOKEVIRTUAL, type(), put, (wide ? "(ID)L" : "(IF)L") + type() + ";", false);
            to.visitInsn(POP);
        }

        @Override
        void writePosition(Body body, int index, boolean wide) {
            body.load(index);
            shift(body, wide, ISHL);
        }
    },

    /** From Java 22 on, in which memory segments are final. */
    MEMORY_SEGMENT("MemorySegment", "java/lang/foreign/MemorySegment", "J") {
        @Override
        Object of(ByteBuffer bytes) {
            return Segments.of(bytes);
        }

        @Override
        void writeGet(Body body, int memory, int index, boolean wide) {
            MethodVisitor to = body.instructions();
            writeElement(body, memory, index, wide);
            String type = "(" + layout(wide) + "J)" + (wide ? "D" : "F");
            to.visitMethodInsn(INVOKEINTERFACE, type(), "get", type, true);
        }

        @Override
        void writePut(Body body, int memory, int index, boolean wide, Runnable value) {
            MethodVisitor to = body.instructions();
            writeElement(body, memory, index, wide);
            value.run();
            String type = "(" + layout(wide) + "J" + (wide ? "D" : "F") + ")V";
            to.visitMethodInsn(INVOKEINTERFACE, type(), "set", type, true);
        }

        @Override
        void writePosition(Body body, int index, boolean wide) {
            body.load(index);
            body.instructions().visitInsn(I2L);
            shift(body, wide, LSHL);
        }

        private void writeElement(Body body, int memory, int index, boolean wide) {
            MethodVisitor to = body.instructions();
            to.visitVarInsn(ALOAD, memory);
            String name = wide ? "JAVA_DOUBLE_UNALIGNED" : "JAVA_FLOAT_UNALIGNED";
            to.visitFieldInsn(GETSTATIC, "java/lang/foreign/ValueLayout", name, layout(wide));
            writePosition(body, index, wide);
        }

        private String layout(boolean wide) {
            return "Ljava/lang/foreign/ValueLayout$Of" + (wide ? "Double;" : "Float;");
        }
    };

    private static final int FINAL_SEGMENTS = 22;
    private static final Optional<InPlace> HERE = find();

    private final String simpleName;
    private final String type;
    private final String position;

    InPlace(String simpleName, String type, String position) {
        this.simpleName = simpleName;
        this.type = type;
        this.position = position;
    }

    /** What this Java's vectors take, if there is anything. */
    static Optional<InPlace> here() {
        return HERE;
    }

    private static Optional<InPlace> find() {
        int java = Runtime.version().feature();
        return java < 20
                ? Optional.of(BYTE_BUFFER)
                : java < FINAL_SEGMENTS ? Optional.empty() : Optional.of(MEMORY_SEGMENT);
    }

    /** What a kernel is given for a buffer. */
    abstract Object of(ByteBuffer bytes);

    /** Writes the code that pushes one element. */
    abstract void writeGet(Body body, int memory, int index, boolean wide);

    /** Writes the code that stores one element, which {@code value} pushes. */
    abstract void writePut(Body body, int memory, int index, boolean wide, Runnable value);

    /** Writes the code that pushes where an element's bytes begin. */
    abstract void writePosition(Body body, int index, boolean wide);

    /** The name of the memory's type, as the methods of vectors are called by it. */
    String simpleName() {
        return simpleName;
    }

    /** The name of the memory's type. */
    String type() {
        return type;
    }

    /** The parameters of those methods that say where: memory and position. */
    String parameters() {
        return "L" + type + ";" + position;
    }

    private static void shift(Body body, boolean wide, int opcode) {
        body.instructions().visitInsn(wide ? ICONST_3 : ICONST_2);
        body.instructions().visitInsn(opcode);
    }

    /** Memory segments, which Java 17 does not know. */
    private static final class Segments {
        private static final MethodHandle OF_BUFFER = ofBuffer();

        static Object of(ByteBuffer bytes) {
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
