package org.losses4j.engine.internal.codegen.lane;

import static org.objectweb.asm.Opcodes.*;

import org.losses4j.engine.internal.plan.ByteAccess;
import org.objectweb.asm.MethodVisitor;

/**
 * Writes the code that reads and writes one element of bytes in place.
 *
 * @param body the method that is being written
 * @param memory the type that the bytes are read and written by
 * @param wide whether elements are float64
 */
record ByteAccessCode(MethodBody body, ByteAccess memory, boolean wide) {
    private static final String HANDLE = "java/lang/invoke/VarHandle";
    private static final String ELEMENTS = "org/losses4j/engine/internal/codegen/lane/BufferElements";

    /** Writes the code that pushes one element. */
    void writeGet(int bytes, int index) {
        MethodVisitor to = writeElement(bytes, index);
        switch (memory) {
            case BYTE_BUFFER -> {
                to.visitMethodInsn(INVOKEVIRTUAL, HANDLE, "get", "(" + memory.parameters() + ")" + bits(), false);
                if (wide) {
                    to.visitMethodInsn(INVOKESTATIC, "java/lang/Double", "longBitsToDouble", "(J)D", false);
                } else {
                    to.visitMethodInsn(INVOKESTATIC, "java/lang/Float", "intBitsToFloat", "(I)F", false);
                }
            }
            case MEMORY_SEGMENT ->
                to.visitMethodInsn(INVOKEINTERFACE, memory.type(), "get", "(" + layout() + "J)" + lane(), true);
        }
    }

    /** Writes the code that stores one element, which {@code value} pushes. */
    void writePut(int bytes, int index, Runnable value) {
        MethodVisitor to = writeElement(bytes, index);
        value.run();
        switch (memory) {
            case BYTE_BUFFER -> {
                if (wide) {
                    to.visitMethodInsn(INVOKESTATIC, "java/lang/Double", "doubleToRawLongBits", "(D)J", false);
                } else {
                    to.visitMethodInsn(INVOKESTATIC, "java/lang/Float", "floatToRawIntBits", "(F)I", false);
                }
                to.visitMethodInsn(INVOKEVIRTUAL, HANDLE, "set", "(" + memory.parameters() + bits() + ")V", false);
            }
            case MEMORY_SEGMENT ->
                to.visitMethodInsn(INVOKEINTERFACE, memory.type(), "set", "(" + layout() + "J" + lane() + ")V", true);
        }
    }

    private MethodVisitor writeElement(int bytes, int index) {
        MethodVisitor to = body.instructions();
        switch (memory) {
            case BYTE_BUFFER -> {
                to.visitFieldInsn(GETSTATIC, ELEMENTS, wide ? "LONG_INTEGERS" : "INTEGERS", "L" + HANDLE + ";");
                to.visitVarInsn(ALOAD, bytes);
            }
            case MEMORY_SEGMENT -> {
                to.visitVarInsn(ALOAD, bytes);
                String name = wide ? "JAVA_DOUBLE_UNALIGNED" : "JAVA_FLOAT_UNALIGNED";
                to.visitFieldInsn(GETSTATIC, "java/lang/foreign/ValueLayout", name, layout());
            }
        }
        writePosition(index);
        return to;
    }

    /** Writes the code that pushes the position of an element's first byte. */
    void writePosition(int index) {
        body.load(index);
        MethodVisitor to = body.instructions();
        boolean isLong = memory == ByteAccess.MEMORY_SEGMENT;
        if (isLong) {
            to.visitInsn(I2L);
        }
        to.visitInsn(wide ? ICONST_3 : ICONST_2);
        to.visitInsn(isLong ? LSHL : ISHL);
    }

    private String bits() {
        return wide ? "J" : "I";
    }

    private String lane() {
        return wide ? "D" : "F";
    }

    private String layout() {
        return "Ljava/lang/foreign/ValueLayout$Of" + (wide ? "Double;" : "Float;");
    }
}
