package org.losses4j.engine.internal.codegen.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class VectorCodeTest {
    private final List<String> called = new ArrayList<>();
    private final MethodBody body = new MethodBody(
            new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(
                        int code, String owner, String name, String descriptor, boolean isInterface) {
                    called.add(name);
                }
            },
            1,
            0);
    private final VectorCode code = new VectorCode(body, Precision.FLOAT32, 8, null);

    /** Some JVMs, not all, made an object of each vector that the gradient by an anchor was stored from. */
    @Test
    void vectorsAreStoredAsTheClassTheyAre() {
        code.store(body.local(1), body.local(1), body.local(1));
        assertEquals(List.of("vectorType", "cast", "intoArray"), called);
    }

    @Test
    void soAreVectorsInBytes() {
        code.storeBytes(ByteAccess.BYTE_BUFFER, body.local(1), body.local(1), body.local(1));
        assertEquals(List.of("vectorType", "cast", "nativeOrder", "intoByteBuffer"), called);
    }
}
