package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** The methods of a kernel's class that are being written. */
final class KernelMethods {
    private final ClassWriter writer;
    private final Map<MethodVisitor, Label> ends = new LinkedHashMap<>();

    KernelMethods(ClassWriter writer) {
        this.writer = writer;
    }

    /** Starts a method, whose instructions may be written by turns with those of others. */
    MethodVisitor start(String name, String descriptor) {
        MethodVisitor method = writer.visitMethod(ACC_PUBLIC, name, descriptor, null, null);
        method.visitCode();
        ends.put(method, new Label());
        return method;
    }

    /** Ends all methods. */
    void end() {
        ends.forEach((method, end) -> {
            method.visitLabel(end);
            method.visitMaxs(0, 0);
            method.visitEnd();
        });
    }

    /** The length of the longest method in bytes, once the class is written. */
    int longest() {
        return ends.values().stream().mapToInt(Label::getOffset).max().orElse(0);
    }
}
