package org.losses4j.examples.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.loss.Loss;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.LossType;
import org.losses4j.Losses;

/** The lines of code on the pages compile and run: one method for each loss, in one class for each framework. */
class SnippetsTest {
    private static final String SIZES = "int outputs, int labels, int classes, int dimensions, int items, int latents";

    private static final String DL4J = """
            import java.util.Map;
            import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
            import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
            import org.losses4j.Objective;
            import org.losses4j.Losses;
            import org.losses4j.dl4j.*;
            import org.losses4j.dl4j.adversarial.AdversarialSettings;
            import org.nd4j.linalg.activations.Activation;
            """;

    private static final String DJL = """
            import ai.djl.training.Trainer;
            import ai.djl.training.loss.Loss;
            import org.losses4j.Objective;
            import org.losses4j.Losses;
            import org.losses4j.djl.ObjectiveLoss;
            import org.losses4j.djl.training.*;
            """;

    /** All losses, and those with parameters to which the questions lead. */
    private static List<String> texts() {
        Set<String> texts = new LinkedHashSet<>();
        Losses.registered().types().forEach(type -> texts.add(type.name()));
        WhichLoss.load()
                .ways()
                .forEach(way -> texts.addAll(way.last().answer().losses().keySet()));
        return List.copyOf(texts);
    }

    @Test
    void everyLineForDeeplearning4jBuildsALayerOrAVertex(@TempDir Path folder) throws Exception {
        List<String> texts = texts();
        Class<?> compiled = compile(
                folder,
                "Dl4jLines",
                DL4J,
                "ListBuilder list, GraphBuilder graph, long seed, " + SIZES,
                texts,
                text -> statement(Snippets.of(text).dl4j()));
        for (int i = 0; i < texts.size(); i++) {
            NeuralNetConfiguration.Builder network = new NeuralNetConfiguration.Builder();
            method(compiled, i).invoke(null, network.list(), network.graphBuilder(), 1L, 3, 3, 3, 3, 3, 3);
        }
    }

    @Test
    void everyLineForDjlMakesALoss(@TempDir Path folder) throws Exception {
        List<String> texts = texts();
        Class<?> compiled = compile(
                folder, "DjlLines", DJL, "Trainer generatorTrainer, Trainer criticTrainer, " + SIZES, texts, text -> {
                    String lines = statement(Snippets.of(text).djl());
                    return lines + "\nreturn " + (lines.contains("Loss loss = ") ? "loss;" : "null;");
                });
        int made = 0;
        for (int i = 0; i < texts.size(); i++) {
            // An adversarial trainer needs two networks, which other tests have.
            if (!Snippets.of(texts.get(i)).djl().toString().contains("AdversarialTrainer")) {
                assertTrue(
                        method(compiled, i).invoke(null, null, null, 3, 3, 3, 3, 3, 3) instanceof Loss, texts.get(i));
                made++;
            }
        }
        assertTrue(made > 40, "losses: " + made);
    }

    @Test
    void aLineFollowsFromRolesAndActivation() {
        assertEquals(
                List.of(".layer(new ObjectiveOutputLayer.Builder(new Huber()).nOut(outputs).build())"),
                Snippets.of("huber").dl4j());
        assertEquals(
                List.of("Loss loss = new ObjectiveLoss(Objective.parse(\"huber(delta=2)\"));"),
                Snippets.of("huber(delta=2)").djl());
        assertTrue(Snippets.of("triplet_margin").dl4j().toString().contains("\"anchor\", \"anchor\", \"positive\""));
        assertTrue(Snippets.of("triplet_margin")
                .djl()
                .contains("// predictions: anchor, positive, negative; labels: none"));
        assertTrue(Snippets.of("contrastive").dl4j().toString().contains("ObjectiveLossLayer"));
        assertTrue(Snippets.of("ctc").djl().toString().contains("\"input_lengths\", \"target_lengths\""));
    }

    private static Method method(Class<?> compiled, int number) {
        return List.of(compiled.getMethods()).stream()
                .filter(method -> method.getName().equals("line" + number))
                .findFirst()
                .orElseThrow();
    }

    private static String statement(List<String> lines) {
        String code = lines.stream()
                .map(line -> line.startsWith(".layer(") ? "list" + line : line)
                .collect(Collectors.joining("\n"));
        return code.contains("list.layer(") ? code + ";" : code;
    }

    private static Class<?> compile(
            Path folder,
            String name,
            String imports,
            String parameters,
            List<String> texts,
            Function<String, String> body)
            throws IOException, ClassNotFoundException {
        StringBuilder source = new StringBuilder(imports);
        for (LossType<?> type : Losses.registered().types()) {
            source.append("import ").append(type.type().getName()).append(";\n");
        }
        source.append("public final class ").append(name).append(" {\n");
        for (int i = 0; i < texts.size(); i++) {
            String lines = body.apply(texts.get(i));
            source.append(lines.contains("return ") ? "public static Loss line" : "public static void line")
                    .append(i + "(" + parameters + ") {\n" + lines + "\n}\n");
        }
        source.append("}\n");
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<String> options = new ArrayList<>(List.of("-proc:none", "-d", folder.toString(), "-classpath"));
        options.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean correct = compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertTrue(correct, () -> errors + "\n" + source);
        }
        // The class stays loaded for the methods to be called, and its folder is deleted with the test.
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            return loader.loadClass(name);
        }
    }
}
