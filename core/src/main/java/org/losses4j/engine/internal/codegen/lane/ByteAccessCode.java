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

    /** Writes the code that pushes one element. */
    void writeGet(int bytes, int index) {
        MethodVisitor to = writeElement(bytes, index);
        switch (memory) {
            case BYTE_BUFFER ->
                to.visitMethodInsn(
                        INVOKEVIRTUAL, memory.type(), wide ? "getDouble" : "getFloat", wide ? "(I)D" : "(I)F", false);
            case MEMORY_SEGMENT -> {
                String type = "(" + layout() + "J)" + (wide ? "D" : "F");
                to.visitMethodInsn(INVOKEINTERFACE, memory.type(), "get", type, true);
            }
        }
    }

    /** Writes the code that stores one element, which {@code value} pushes. */
    void writePut(int bytes, int index, Runnable value) {
        MethodVisitor to = writeElement(bytes, index);
        value.run();
        switch (memory) {
            case BYTE_BUFFER -> {
                String type = (wide ? "(ID)L" : "(IF)L") + memory.type() + ";";
                to.visitMethodInsn(INVOKEVIRTUAL, memory.type(), wide ? "putDouble" : "putFloat", type, false);
                to.visitInsn(POP);
            }
            case MEMORY_SEGMENT -> {
                String type = "(" + layout() + "J" + (wide ? "D" : "F") + ")V";
                to.visitMethodInsn(INVOKEINTERFACE, memory.type(), "set", type, true);
            }
        }
    }

    private MethodVisitor writeElement(int bytes, int index) {
        MethodVisitor to = body.instructions();
        to.visitVarInsn(ALOAD, bytes);
        if (memory == ByteAccess.MEMORY_SEGMENT) {
            String name = wide ? "JAVA_DOUBLE_UNALIGNED" : "JAVA_FLOAT_UNALIGNED";
            to.visitFieldInsn(GETSTATIC, "java/lang/foreign/ValueLayout", name, layout());
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

    private String layout() {
        return "Ljava/lang/foreign/ValueLayout$Of" + (wide ? "Double;" : "Float;");
    }
}
