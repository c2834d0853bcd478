package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.objectweb.asm.ClassWriter;

/** Losses that are compiled into a folder of their own, as a plugin's or a web application's are, and its class loader. */
final class Plugin implements AutoCloseable {
    static final String SERVICE = "META-INF/services/org.losses4j.LossProvider";

    private final Path folder;
    private final URLClassLoader loader;

    private Plugin(Path folder, URLClassLoader loader) {
        this.folder = folder;
        this.loader = loader;
    }

    /** A plugin of the library that the tests see. */
    static Plugin in(Path folder) {
        return new Plugin(folder, new URLClassLoader("plugin", new URL[] {url(folder)}, Plugin.class.getClassLoader()));
    }

    /** The library and a plugin in one fat jar: a class loader of both, whose only list of providers is the plugin's. */
    static Plugin withLibrary(Path folder) {
        URL library = LossProvider.class.getProtectionDomain().getCodeSource().getLocation();
        URL asm = ClassWriter.class.getProtectionDomain().getCodeSource().getLocation();
        return new Plugin(
                folder,
                new URLClassLoader(
                        "fat jar", new URL[] {url(folder), library, asm}, ClassLoader.getPlatformClassLoader()) {
                    @Override
                    public Enumeration<URL> findResources(String name) throws IOException {
                        List<URL> found = Collections.list(super.findResources(name));
                        return Collections.enumeration(
                                name.equals(SERVICE) ? found.subList(0, Math.min(1, found.size())) : found);
                    }
                });
    }

    ClassLoader loader() {
        return loader;
    }

    /** Adds a loss {@code example.NAME}, a squared error times a factor. */
    Plugin loss(String name, double factor) {
        return source(
                name,
                "public record " + name + "(double factor) implements PointwiseLoss {\n"
                        + "  public " + name + "() { this(" + factor + "); }\n"
                        + "  public Tensor formula(Tensor prediction, Tensor target) {\n"
                        + "    return target.sub(prediction).square().mul(factor);\n  }\n}\n");
    }

    /** Adds a provider {@code example.NAME} of what an expression gives. */
    Plugin provider(String name, String losses) {
        return source(
                name,
                "public class " + name + " implements LossProvider {\n"
                        + "  public List<LossType<?>> losses() { return " + losses + "; }\n}\n");
    }

    /** Adds a class of the package {@code example}. */
    Plugin source(String name, String code) {
        try {
            Path source = Files.createDirectories(folder.resolve("src")).resolve(name + ".java");
            Files.writeString(
                    source,
                    "package example;\nimport java.util.*;\nimport org.losses4j.*;\nimport org.losses4j.tensor.*;\n"
                            + code);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            List<String> arguments = List.of(
                    "-proc:none",
                    "-classpath",
                    System.getProperty("java.class.path") + File.pathSeparator + folder,
                    "-d",
                    folder.toString(),
                    source.toString());
            assertTrue(compiler.run(null, null, null, arguments.toArray(String[]::new)) == 0, code);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a class away that others were compiled against. */
    Plugin without(String name) {
        try {
            Files.delete(folder.resolve("example").resolve(name + ".class"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the list of providers. */
    Plugin services(String... lines) {
        try {
            Files.createDirectories(folder.resolve("META-INF/services"));
            Files.write(folder.resolve(SERVICE), new ArrayList<>(List.of(lines)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls something while this plugin's class loader is the thread's context class loader. */
    <T> T call(Supplier<T> supplier) {
        return call(loader, supplier);
    }

    static <T> T call(ClassLoader context, Supplier<T> supplier) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(context);
        try {
            return supplier.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The type of one of this plugin's losses. */
    LossType<?> type(String name, String record) throws ClassNotFoundException {
        return RegisteredTypes.of(name, loader.loadClass("example." + record));
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path folder) {
        try {
            return folder.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Classes that only their names are known of. */
    private static final class RegisteredTypes {
        @SuppressWarnings("unchecked")
        static <T extends Record & Loss> LossType<T> of(String name, Class<?> type) {
            return LossType.of(name, (Class<T>) type);
        }
    }
}
