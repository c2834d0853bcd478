package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is a module of its own finds our losses and its own, and runs the engine, with and without vectors. */
class ModulePathTest {
    private static final String MODULE = """
            module consumer {
                requires org.losses4j.core;
                opens app;
                provides org.losses4j.LossProvider with app.Provider;
            }
            """;
    private static final String PROVIDER = """
            package app;
            import java.util.List;
import java.util.Set;
            import org.losses4j.*;
            import org.losses4j.tensor.Tensor;
            public class Provider implements LossProvider {
                public List<LossType<?>> losses() {
                    return List.of(LossType.of("mine", Mine.class));
                }
                public record Mine(double factor) implements PointwiseLoss {
                    public Mine() {
                        this(2);
                    }
                    public Tensor formula(Tensor prediction, Tensor target) {
                        return prediction.sub(target).square().mul(factor);
                    }
                }
            }
            """;
    private static final String MAIN = """
            package app;
            import java.util.*;
            import org.losses4j.Objective;
            import org.losses4j.engine.*;
            import org.losses4j.engine.memory.*;
            import org.losses4j.execution.*;
            import org.losses4j.tensor.Shape;
            public class Main {
                public static void main(String[] names) {
                    for (String name : names) {
                        Layout layout = Layout.rowMajor(Shape.of(64, 128));
                        Map<String, Layout> inputs = new LinkedHashMap<>();
                        inputs.put("prediction", layout);
                        inputs.put("target", layout);
                        FusedObjective objective = new FusedObjectives(
                                        new Engine(new EngineOptions().with(EngineOptions.Vectors.WHERE_PRESENT)), new Programs())
                                .prepare(Objective.parse(name), Computation.VALUE, Precision.FLOAT32, inputs, Map.of())
                                .orElseThrow();
                        float[] prediction = new float[64 * 128];
                        Arrays.fill(prediction, 3);
                        Elements target = Elements.of(new float[64 * 128], 0);
                        System.out.println(objective.run(List.of(Elements.of(prediction, 0), target), List.of())[0]);
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void everyPublicTypeIsInAnExportedPackage() throws IOException {
        Set<String> exported;
        try (InputStream module = Files.newInputStream(Path.of("target/classes/module-info.class"))) {
            exported = ModuleDescriptor.read(module).exports().stream()
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toSet());
        }
        List<String> hidden = Files.readAllLines(Path.of("src/test/resources/public-types.txt")).stream()
                .map(name -> name.substring(0, name.lastIndexOf('.')))
                .filter(name -> !exported.contains(name))
                .distinct()
                .toList();
        assertEquals(List.of(), hidden);
    }

    @Test
    void aModuleComputesOurLossesAndItsOwn() throws Exception {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*(core.target.classes|asm-[0-9.]+jar|jspecify-[0-9.]+jar)"))
                .collect(Collectors.joining(File.pathSeparator));
        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "--module-path", path, "-nowarn"));
        arguments.add(write("module-info.java", MODULE));
        arguments.add(write("app/Provider.java", PROVIDER));
        arguments.add(write("app/Main.java", MAIN));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
        String modules = classes + File.pathSeparator + path;
        // Huber of 3 is 3 − ½, and 2 · 3² is 18.
        assertEquals(List.of("2.5", "18.0"), run("--module-path", modules));
        assertEquals(List.of("2.5", "18.0"), run("--add-modules", "jdk.incubator.vector", "--module-path", modules));
    }

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve("source").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private static List<String> run(String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-m", "consumer/app.Main", "huber", "mine"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.lines().toList();
    }
}
