package org.losses4j.examples.catalogue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;

class WhichLossTest {
    private static final Path PAGE = Path.of("../docs/which-loss.md");
    private static final String FILE = "examples/src/main/resources/which-loss.json";
    private static final String REMEDY = "run examples/run losses --which docs/which-loss.md";
    private static final WhichLoss TREE = WhichLoss.load();

    @Test
    void everyWayEndsAfterAtMostFiveQuestionsAtOneOrTwoLosses() {
        for (WhichLoss.Way way : TREE.ways()) {
            String answers =
                    way.steps().stream().map(step -> step.answer().answer()).collect(Collectors.joining(" → "));
            int losses = way.last().answer().losses().size();
            assertTrue(way.steps().size() <= 5, answers);
            assertTrue(losses == 1 || losses == 2, answers + ": " + losses + " losses");
        }
    }

    @Test
    void everyAnswerLeadsSomewhere() {
        Set<String> names = new HashSet<>();
        Set<String> questions = new HashSet<>();
        for (WhichLoss.Question question : TREE.questions()) {
            assertTrue(names.add(question.name()), question.name());
            assertTrue(questions.add(question.question()), question.question());
            assertTrue(question.answers().size() > 1, question.question());
            for (WhichLoss.Answer answer : question.answers()) {
                assertEquals(answer.next() == null, !answer.losses().isEmpty(), answer.answer());
            }
        }
        Set<String> reached = TREE.ways().stream()
                .flatMap(way -> way.steps().stream())
                .map(step -> step.question().name())
                .collect(Collectors.toSet());
        assertEquals(names, reached, "questions that no answer leads to");
    }

    @Test
    void everyLossIsRegistered() {
        for (WhichLoss.Way way : TREE.ways()) {
            for (Map.Entry<String, String> loss : way.last().answer().losses().entrySet()) {
                assertDoesNotThrow(() -> Objective.parse(loss.getKey()), FILE);
                assertTrue(!loss.getValue().isEmpty() && !loss.getValue().endsWith("."), loss.getKey());
            }
        }
        TREE.special().keySet().forEach(name -> Losses.registered().type(name));
    }

    @Test
    void everyRegisteredLossIsReachedOrSpecial() {
        Set<String> reached = new TreeSet<>();
        TREE.ways()
                .forEach(way ->
                        way.last().answer().losses().keySet().forEach(loss -> reached.addAll(WhichLoss.names(loss))));
        TREE.special().keySet().forEach(name -> assertTrue(reached.add(name), name + " is not special: it is reached"));
        Set<String> missing =
                Losses.registered().types().stream().map(LossType::name).collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(reached);
        assertEquals(
                Set.of(),
                missing,
                "no question leads to these: add them to an answer in " + FILE + ", or to \"special\"");
    }

    @Test
    void namesAreFoundInSums() {
        assertEquals(
                List.of("mean_squared_error", "dice", "huber"),
                List.copyOf(WhichLoss.names("sum(terms=[term(factor=1, objective=mean_squared_error), term(factor=2,"
                        + " objective=objective(loss=dice)), term(factor=1, objective=huber(delta=2))])")));
    }

    @Test
    void thePageIsTheOneThatTheCodeWrites() throws IOException {
        assertEquals(WhichLossPage.text(), Files.readString(PAGE), PAGE + " is stale: " + REMEDY);
    }

    @Test
    void replacesNobodyElsesFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("which-loss.md");
        WhichLossPage.write(file);
        WhichLossPage.write(file);
        assertEquals(WhichLossPage.text(), Files.readString(file));
        Files.writeString(file, "mine");
        assertThrows(IOException.class, () -> WhichLossPage.write(file));
        assertEquals(List.of("mine"), Files.readAllLines(file));
    }

    @Test
    void findsLossesByWords() {
        assertEquals("sigmoid_focal", found("imbalanced").get(0));
        assertTrue(found("noisy labels").contains("generalized_cross_entropy"), "noisy labels");
        assertTrue(found("detection").contains("ciou"), "detection");
        assertEquals(List.of("ctc"), found("handwriting"));
        assertEquals("huber", found("Regression, with outliers!").get(0));
        assertEquals(List.of("distillation"), found("student"));
    }

    @Test
    void wordsMayHaveOtherEndings() {
        assertEquals(found("imbalanced"), found("imbalance"));
        assertEquals(found("triplets"), found("triplet"));
    }

    @Test
    void everyWordFindsOneToThreeLosses() {
        for (String word : TREE.words()) {
            int count = TREE.find(word).size();
            assertTrue(count >= 1 && count <= 3, word + ": " + count);
        }
    }

    @Test
    void unknownWordsListTheKnownOnes() {
        String message = assertThrows(IllegalArgumentException.class, () -> TREE.find("xyzzy"))
                .getMessage();
        assertTrue(message.contains("'xyzzy'") && message.contains("imbalanced"), message);
    }

    private static List<String> found(String words) {
        return TREE.find(words).stream().map(WhichLoss.Found::loss).toList();
    }
}
