package org.losses4j.examples.catalogue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Inputs;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Every public loss of the other libraries has a row in docs/parity.md, and what it says can be read. */
class ParityPageTest {
    private static final Path PAGE = Path.of("../docs/parity.md");
    private static final String REMEDY = "run examples/run losses --parity docs/parity.md";

    static Stream<Peers.Row> rows() {
        return Peers.LIBRARIES.stream().flatMap(library -> Peers.of(library).losses().stream());
    }

    static Stream<String> specifications() {
        return rows().map(Peers.Row::here).filter(Objects::nonNull).distinct();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "torchvision", "keras", "optax", "pytorch-metric-learning", "tfgan"})
    void everyLossOfThePythonLibrariesHasARow(String library) throws IOException {
        Set<String> listed = Files.readAllLines(Path.of("src/test/resources/parity", library + ".txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(listed.size() > 3, library);
        assertEquals(listed, named(library));
    }

    @Test
    void everyLossOfDeeplearning4jHasARow() {
        Set<String> there = classes("org.nd4j.linalg.lossfunctions.impl", ILossFunction.class);
        assertTrue(there.size() > 15, there.toString());
        Arrays.stream(LossFunctions.LossFunction.values()).forEach(constant -> there.add("LossFunction." + constant));
        assertEquals(there, named("deeplearning4j"));
    }

    @Test
    void everyLossOfDjlHasARow() {
        Set<String> there = classes("ai.djl.training.loss", ai.djl.training.loss.Loss.class);
        assertTrue(there.size() > 15, there.toString());
        assertEquals(there, named("djl"));
    }

    private static Set<String> classes(String folder, Class<?> kind) {
        return new ClassFileImporter()
                .importPackages(folder).stream()
                        .filter(type -> type.getPackageName().equals(folder)
                                && type.isTopLevelClass()
                                && type.isAssignableTo(kind)
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(String library) {
        return Peers.of(library).losses().stream().map(Peers.Row::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void noCellIsEmpty(Peers.Row row) {
        boolean leftOut = row.here() == null;
        assertEquals(leftOut, row.leftOut() != null, row.name());
        assertEquals(leftOut, row.remark() == null, row.name());
        String words = leftOut ? row.leftOut() : row.remark();
        assertTrue(words != null && words.endsWith(".") && words.length() > 5, row.name());
        assertTrue(!words.contains("|"), row.name());
    }

    @ParameterizedTest
    @MethodSource("specifications")
    void everySpecificationIsOfRegisteredLosses(String text) {
        assertDoesNotThrow(() -> Objective.parse(text).spec());
    }

    /** Values of the other libraries, by examples/src/test/python/record_parity.py. */
    static List<JsonNode> cases() throws IOException {
        JsonNode cases = new ObjectMapper()
                .readTree(Path.of("src/test/resources/parity/cases.json").toFile());
        return StreamSupport.stream(cases.spliterator(), false).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsTheSameHasTheSameValue(JsonNode recorded) {
        String name = recorded.get("name").textValue();
        Peers.Row row = Peers.of(recorded.get("library").textValue()).losses().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        recorded.get("inputs").fields().forEachRemaining(entry -> inputs.put(entry.getKey(), tensor(entry.getValue())));
        double value = recorded.get("value").doubleValue();
        assertEquals(
                value,
                Objective.parse(Objects.requireNonNull(row.here()))
                        .value(Inputs.of(inputs))
                        .item(),
                // Keras clips at 1e-7 and its CTC is float32.
                2e-6 * Math.max(1, Math.abs(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "keras", "optax", "pytorch-metric-learning"})
    void everyRowThatSaysTheSameHasAValue(String library) throws IOException {
        Set<String> recorded = cases().stream()
                .filter(one -> one.get("library").textValue().equals(library))
                .map(one -> one.get("name").textValue())
                .collect(Collectors.toSet());
        Set<String> same = Peers.of(library).losses().stream()
                .filter(row -> row.remark() != null && row.remark().startsWith("The same"))
                .map(Peers.Row::name)
                .collect(Collectors.toSet());
        assertEquals(same, recorded);
    }

    private static Tensor tensor(JsonNode numbers) {
        List<Integer> shape = new ArrayList<>();
        for (JsonNode node = numbers; node.isArray(); node = node.get(0)) {
            shape.add(node.size());
        }
        return ReferenceTensor.of(
                flat(numbers).toArray(),
                shape.stream().mapToInt(Integer::intValue).toArray());
    }

    private static DoubleStream flat(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false).flatMapToDouble(ParityPageTest::flat)
                : DoubleStream.of(node.doubleValue());
    }

    /** The page itself names the losses that no library has. */
    @Test
    void everyLossIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> missing = new HashSet<>();
        for (LossType<?> type : Losses.registered().types()) {
            if (!page.matches("(?s).*\\b" + type.name() + "\\b.*")) {
                missing.add(type.name());
            }
        }
        assertEquals(Set.of(), missing, REMEDY);
    }

    @Test
    void thePageIsTheOneThatTheCodeWrites() throws IOException {
        assertEquals(ParityPage.text(), Files.readString(PAGE), PAGE + " is stale: " + REMEDY);
    }

    @Test
    void replacesNobodyElsesFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("parity.md");
        ParityPage.write(file);
        ParityPage.write(file);
        assertEquals(ParityPage.text(), Files.readString(file));
        Files.writeString(file, "mine");
        assertThrows(IOException.class, () -> ParityPage.write(file));
        assertEquals(List.of("mine"), Files.readAllLines(file));
    }
}
