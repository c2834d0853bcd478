package org.losses4j.engine.internal.codegen.lane;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Writes the code that replaces a byte buffer by a view that the method made itself, if the buffer is a direct one. */
public final class BufferView {
    // Of a buffer from elsewhere, HotSpot reads address and limit again for every vector, because the store of the
    // one before could have changed them, and compares the index: some twenty instructions for each access. The view
    // never leaves the method, so HotSpot makes no object of it: address and limit are numbers then, and the index is
    // compared before the loop. That takes a call that it inlines. MappedByteBuffer is the only name here for the
    // class of direct buffers; of ByteBuffer, duplicate would be a bridge to the method, which need not be inlined.
    private static final String BUFFER = "java/nio/ByteBuffer";
    private static final String DIRECT = "java/nio/MappedByteBuffer";
    private static final String ORDER = "java/nio/ByteOrder";

    private BufferView() {}

    /** Writes the code; the buffer is on the stack. */
    public static void write(MethodVisitor to) {
        Label end = new Label();
        to.visitInsn(DUP);
        to.visitTypeInsn(INSTANCEOF, DIRECT);
        to.visitJumpInsn(IFEQ, end);
        to.visitTypeInsn(CHECKCAST, DIRECT);
        to.visitMethodInsn(INVOKEVIRTUAL, DIRECT, "duplicate", "()L" + DIRECT + ";", false);
        to.visitMethodInsn(INVOKESTATIC, ORDER, "nativeOrder", "()L" + ORDER + ";", false);
        to.visitMethodInsn(INVOKEVIRTUAL, BUFFER, "order", "(L" + ORDER + ";)L" + BUFFER + ";", false);
        to.visitLabel(end);
    }
}
