package org.losses4j.djl.internal.pytorch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class PyTorchEngineTest {

    @Test
    void thisVersionHasAllMethods() {
        assertDoesNotThrow(PyTorchEngine::require);
    }

    @Test
    void aVersionWithoutAMethodIsNamedBeforeAnythingIsComputed() throws Exception {
        ClassLoader older = new WithoutMethod("zeroGrad");
        Method require = older.loadClass(PyTorchEngine.class.getName()).getMethod("require");

        InvocationTargetException thrown = assertThrows(InvocationTargetException.class, () -> require.invoke(null));

        IllegalStateException fault = (IllegalStateException) thrown.getCause();
        assertEquals(
                "Losses4J needs of ai.djl.pytorch:pytorch-engine [JniUtils.zeroGrad(PtNDArray)], which DJL "
                        + ai.djl.engine.Engine.getDjlVersion() + " on the class path lacks; it is tested with DJL "
                        + PyTorchEngine.TESTED + ": take one of these for all modules of DJL",
                fault.getMessage());
    }

    /** Loads the engine's {@code JniUtils} without one of its methods, and our classes that look for it. */
    private static final class WithoutMethod extends ClassLoader {
        private final String absent;

        WithoutMethod(String absent) {
            super(PyTorchEngineTest.class.getClassLoader());
            this.absent = absent;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean engine = name.equals("ai.djl.pytorch.jni.JniUtils");
            if (!engine && !name.startsWith(PyTorchEngine.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name, engine);
        }

        private Class<?> define(String name, boolean engine) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                ClassReader reader = new ClassReader(file);
                ClassWriter writer = new ClassWriter(0);
                reader.accept(engine ? without(writer) : writer, 0);
                byte[] code = writer.toByteArray();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        private ClassVisitor without(ClassVisitor next) {
            return new ClassVisitor(Opcodes.ASM9, next) {
                @Override
                public MethodVisitor visitMethod(
                        int access, String name, String descriptor, String signature, String[] exceptions) {
                    return name.equals(absent)
                            ? null
                            : super.visitMethod(access, name, descriptor, signature, exceptions);
                }
            };
        }
    }
}
