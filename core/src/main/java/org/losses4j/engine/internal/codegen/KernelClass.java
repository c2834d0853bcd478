package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.lang.invoke.MethodHandles;
import java.util.Optional;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;

/** Loads a kernel as a hidden class, which is unloaded with the program that uses it. */
public final class KernelClass {
    static final String NAME = "org/losses4j/engine/internal/codegen/FusedKernel";
    private static final String OBJECT = "java/lang/Object";
    /** The field that holds the constants. */
    static final String POOL = "pool";

    // HotSpot leaves longer methods to its interpreter.
    public static final int LONGEST = 8000;

    // Vector code is found to be too long from somewhere between 3,500 and 4,200 bytes on: it runs out of virtual
    // registers.
    private static final int LONGEST_COUNTED = 3_600;

    private KernelClass() {}

    /**
     * The code of a kernel.
     *
     * @param bytes of the class
     * @param length of the loops' method, in bytes
     * @param pool the constants that an instance is made with, an array of floats or doubles
     */
    public record Code(byte[] bytes, int length, Object pool) {

        /** Loads the kernel. */
        public Kernel load() {
            return instance(bytes, pool);
        }

        /** Whether HotSpot's first compiler, which counts what the second needs to know, takes such code of vectors. */
        public boolean isCounted() {
            return length <= LONGEST_COUNTED;
        }
    }

    /** Writes and loads the kernel of a sweep; empty if the kernel has more than {@link #LONGEST} bytes of code. */
    public static Optional<Kernel> load(SweepPlan plan, Precision precision, int lanes, KernelForm form) {
        return write(plan, precision, lanes, form).map(Code::load);
    }

    /** Writes the kernel of a sweep; empty if the kernel has more than {@link #LONGEST} bytes of code. */
    public static Optional<Code> write(SweepPlan plan, Precision precision, int lanes, KernelForm form) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String first, String second) {
                return OBJECT;
            }
        };
        writer.visit(V17, ACC_FINAL | ACC_SUPER, NAME, null, OBJECT, new String[] {
            "org/losses4j/engine/internal/codegen/Kernel"
        });
        writer.visitField(ACC_PRIVATE | ACC_FINAL, POOL, "L" + OBJECT + ";", null, null);
        writeConstructor(writer);
        MethodVisitor run = writer.visitMethod(ACC_PUBLIC, "run", "([Ljava/lang/Object;[I[I[D[DII)V", null, null);
        run.visitCode();
        KernelWriter kernel = new KernelWriter(plan, run, precision, lanes, form);
        kernel.write();
        Label end = new Label();
        run.visitLabel(end);
        run.visitMaxs(0, 0);
        run.visitEnd();
        return bytes(writer, end).map(bytes -> new Code(bytes, end.getOffset(), kernel.pool()));
    }

    private static void writeConstructor(ClassWriter writer) {
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "(L" + OBJECT + ";)V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitMethodInsn(INVOKESPECIAL, OBJECT, "<init>", "()V", false);
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitVarInsn(ALOAD, 1);
        constructor.visitFieldInsn(PUTFIELD, NAME, POOL, "L" + OBJECT + ";");
        constructor.visitInsn(RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
    }

    private static Optional<byte[]> bytes(ClassWriter writer, Label end) {
        try {
            byte[] bytes = writer.toByteArray();
            return end.getOffset() > LONGEST ? Optional.empty() : Optional.of(bytes);
        } catch (MethodTooLargeException e) {
            return Optional.empty();
        }
    }

    private static Kernel instance(byte[] bytes, Object pool) {
        try {
            return (Kernel) MethodHandles.lookup()
                    .defineHiddenClass(bytes, true)
                    .lookupClass()
                    .getDeclaredConstructor(Object.class)
                    .newInstance(pool);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A generated kernel could not be loaded", e);
        }
    }
}
