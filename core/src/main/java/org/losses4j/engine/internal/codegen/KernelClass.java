package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.lang.invoke.MethodHandles;
import java.util.Optional;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.ClassWriter;
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

    // Vector code is found to be too long from somewhere between 4,200 and 4,400 bytes on, where it reads byte buffers
    // between 3,400 and 3,500: it runs out of virtual registers.
    private static final int LONGEST_COUNTED = 3_600;
    private static final int LONGEST_COUNTED_OF_BYTES = 2_800;

    private KernelClass() {}

    /**
     * The code of a kernel.
     *
     * @param bytes of the class
     * @param length of the longest method, in bytes
     * @param readsBytes whether it reads or writes byte buffers
     * @param pool the constants that an instance is made with, an array of floats or doubles
     */
    public record Code(byte[] bytes, int length, boolean readsBytes, Object pool) {

        /** Loads the kernel. */
        public Kernel load() {
            return instance(bytes, pool);
        }

        /** Whether HotSpot's first compiler, which counts what the second needs to know, takes such code of vectors. */
        public boolean isCounted() {
            return length <= (readsBytes ? LONGEST_COUNTED_OF_BYTES : LONGEST_COUNTED);
        }
    }

    /** Writes and loads the kernel of a sweep; empty if a method of it has more than {@link #LONGEST} bytes of code. */
    public static Optional<Kernel> load(SweepPlan plan, Precision precision, KernelForm form) {
        return write(plan, precision, form).map(Code::load);
    }

    /**
     * Writes the kernel of a sweep: one method, or several if that is too long for one of HotSpot's compilers; empty if one of
     * these has more than {@link #LONGEST} bytes of code.
     */
    public static Optional<Code> write(SweepPlan plan, Precision precision, KernelForm form) {
        return write(plan, precision, form, false)
                .filter(code -> form == KernelForm.VECTORS ? code.isCounted() : code.length() <= LONGEST)
                .or(() -> write(plan, precision, form, true))
                .filter(code -> code.length() <= LONGEST);
    }

    /** Writes the kernel of a sweep as one method, or in parts; empty if that is more than a class can hold. */
    public static Optional<Code> write(SweepPlan plan, Precision precision, KernelForm form, boolean inParts) {
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
        KernelMethods methods = new KernelMethods(writer);
        KernelWriter kernel = new KernelWriter(plan, methods, precision, form, inParts);
        kernel.write();
        methods.end();
        boolean readsBytes = plan.memoryPlan().slots().stream().anyMatch(Slot::bytes);
        return bytes(writer).map(bytes -> new Code(bytes, methods.longest(), readsBytes, kernel.pool()));
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

    private static Optional<byte[]> bytes(ClassWriter writer) {
        try {
            return Optional.of(writer.toByteArray());
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
