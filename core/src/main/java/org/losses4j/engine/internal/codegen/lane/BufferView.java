package org.losses4j.engine.internal.codegen.lane;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Writes the code that replaces a byte buffer by a view of its bytes from some place on, which the method makes itself. */
public final class BufferView {
    // Of a buffer from elsewhere, HotSpot reads address and limit again for every vector, because the store of the
    // one before could have changed them, and compares the index: some twenty instructions for each access. The view
    // never leaves the method, so HotSpot makes no object of it: address and limit are numbers then, and the index is
    // compared before the loop. That takes a call that it inlines. MappedByteBuffer is the only name here for the
    // class of direct buffers; of ByteBuffer, slice would be a bridge to the method, which need not be inlined.
    private static final String BUFFER = "java/nio/ByteBuffer";
    private static final String DIRECT = "java/nio/MappedByteBuffer";
    private static final String ORDER = "java/nio/ByteOrder";

    private BufferView() {}

    /**
     * Writes the code that replaces the buffer.
     *
     * @param buffer the variable of the buffer
     * @param start the integer variable of the first byte that the view has
     */
    public static void write(MethodVisitor to, int buffer, int start) {
        Label other = new Label();
        Label end = new Label();
        to.visitVarInsn(ALOAD, buffer);
        to.visitTypeInsn(INSTANCEOF, DIRECT);
        to.visitJumpInsn(IFEQ, other);
        slice(to, DIRECT, buffer, start);
        to.visitJumpInsn(GOTO, end);
        to.visitLabel(other);
        slice(to, BUFFER, buffer, start);
        to.visitLabel(end);
        to.visitTypeInsn(CHECKCAST, BUFFER);
        to.visitMethodInsn(INVOKESTATIC, ORDER, "nativeOrder", "()L" + ORDER + ";", false);
        to.visitMethodInsn(INVOKEVIRTUAL, BUFFER, "order", "(L" + ORDER + ";)L" + BUFFER + ";", false);
        to.visitVarInsn(ASTORE, buffer);
    }

    private static void slice(MethodVisitor to, String type, int buffer, int start) {
        to.visitVarInsn(ALOAD, buffer);
        to.visitTypeInsn(CHECKCAST, type);
        to.visitVarInsn(ILOAD, start);
        to.visitVarInsn(ALOAD, buffer);
        to.visitMethodInsn(INVOKEVIRTUAL, BUFFER, "limit", "()I", false);
        to.visitVarInsn(ILOAD, start);
        to.visitInsn(ISUB);
        to.visitMethodInsn(INVOKEVIRTUAL, type, "slice", "(II)L" + type + ";", false);
    }
}
