package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.loss.regression.Huber;
import org.losses4j.loss.regression.MeanSquaredError;
import org.losses4j.tensor.ReferenceTensor;

/** Specifications come from files that others wrote: none of them may exhaust the stack, the time or the log. */
class LossSpecLimitsTest {
    private static final int LEVELS = LossSpec.DEEPEST;
    private static final String LONG = "x".repeat(1_000_000);
    private static final Duration SOON = Duration.ofSeconds(20);

    static Stream<String> deepTexts() {
        return Stream.of(
                "a(x=".repeat(2000),
                "sum(".repeat(800),
                "sum(terms=[term(factor=1, objective=".repeat(800),
                "a(x=".repeat(20_000) + "1" + ")".repeat(20_000),
                "a(x=" + "[".repeat(20_000),
                "a(x=" + "[".repeat(20_000) + "]".repeat(20_000) + ")");
    }

    @ParameterizedTest
    @MethodSource("deepTexts")
    void deepTextsAreRefused(String text) {
        String message = refused(() -> Objective.parse(text));
        if (!text.startsWith("sum(sum(")) {
            assertTrue(message.contains("at most " + LEVELS + " levels deep"), message);
        }
        assertTrue(message.contains("at position"), message);
    }

    @Test
    void deepMapsAreRefused() {
        Map<String, Object> map = nested(20_000, inner -> Map.of("name", "a", "x", inner), Map.of("name", "huber"));
        assertTooDeep(() -> LossSpec.fromMap(map));
        Map<String, Object> sums = nested(
                20_000,
                inner -> Map.of(
                        "name", "sum", "terms", List.of(Map.of("name", "term", "factor", 1, "objective", inner))),
                Map.of("name", "huber"));
        assertTooDeep(() -> Objective.of(LossSpec.fromMap(sums)));
        Object lists = nested(20_000, List::of, List.of());
        assertTooDeep(() -> LossSpec.fromMap(Map.of("name", "a", "x", lists)));
    }

    @Test
    void whatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertTooDeep(() -> LossSpec.fromMap(Map.of("name", "a", "x", list)));
        assertTooDeep(() -> new LossSpec("a", Map.of("x", list)));
        Map<String, Object> map = new HashMap<>(Map.of("name", "a"));
        map.put("x", map);
        assertTooDeep(() -> LossSpec.fromMap(map));
    }

    /** Each level holds the one below twice: few objects, and 2⁵⁰ values. */
    @Test
    void whatIsSharedTooOftenIsRefused() {
        Object lists = nested(50, inner -> List.of(inner, inner), List.of());
        Map<String, Object> maps =
                nested(50, inner -> Map.of("name", "a", "x", inner, "y", inner), Map.of("name", "huber"));
        assertTimeoutPreemptively(SOON, () -> {
            assertTooMany(() -> new LossSpec("a", Map.of("x", lists)));
            assertTooMany(() -> LossSpec.fromMap(Map.of("name", "a", "x", lists)));
            assertTooMany(() -> LossSpec.fromMap(maps));
            assertTooMany(() -> nested(
                    50, inner -> new LossSpec("a", Map.of("x", inner, "y", inner)), new LossSpec("a", Map.of())));
        });
    }

    @Test
    void constructorsMakeNothingThatCannotBePrinted() {
        assertTooDeep(() ->
                nested(20_000, inner -> new LossSpec("a", Map.of("x", inner)), new LossSpec("a", Map.of())));
        Object lists = nested(20_000, List::of, List.of());
        assertTooDeep(() -> new LossSpec("a", Map.of("x", lists)));
        String message = refused(() -> new LossSpec("a", Map.of("x", Map.of("name", "b"))));
        assertTrue(message.contains("a: the parameter 'x'") && message.contains("Map"), message);
        message = refused(() -> new LossSpec("a", Map.of("x", new double[] {1})));
        assertTrue(message.contains("double[]"), message);
    }

    @Test
    void listsAreCopied() {
        List<Object> list = new ArrayList<>(List.of(1.0));
        LossSpec spec = new LossSpec("a", Map.of("x", list));
        list.add(2.0);
        assertEquals("a(x=[1.0])", spec.toString());
    }

    @Test
    void theDeepestThatIsAllowedIsReadAndWritten() {
        LossSpec deepest = nested(
                LEVELS - 1, inner -> new LossSpec("a", Map.of("x", inner)), new LossSpec("huber", Map.of("delta", 1)));
        assertEquals(deepest, LossSpec.parse(deepest.toString()));
        assertEquals(deepest, LossSpec.fromMap(deepest.toMap()));
        assertEquals(deepest.hashCode(), LossSpec.fromMap(deepest.toMap()).hashCode());
        assertTooDeep(() -> new LossSpec("a", Map.of("x", deepest)));
        assertTooDeep(() -> LossSpec.parse("a(x=" + deepest + ")"));
        assertTooDeep(() -> LossSpec.fromMap(Map.of("name", "a", "x", deepest.toMap())));
    }

    @Test
    void everySumThatCanBeMadeCanBeSaved() {
        Objective weighted = Objective.of(Losses.of("softmax_focal")).fix(Role.CLASS_WEIGHTS, 1, 2);
        UnaryOperator<Objective> sum = inner -> new CompositeObjective(
                List.of(new CompositeObjective.Term(2, inner), new CompositeObjective.Term(1, weighted)));
        Objective deepest = nested(CompositeObjective.DEEPEST, sum, weighted);
        assertEquals(deepest, Objective.parse(deepest.spec().toString()));
        assertEquals(deepest, Objective.of(LossSpec.fromMap(deepest.spec().toMap())));
        String message = refused(() -> nested(5000, sum, weighted));
        assertTrue(message.contains("at most " + CompositeObjective.DEEPEST + " levels deep"), message);
    }

    @Test
    void sumsOfTooManyLossesAreRefused() {
        UnaryOperator<Objective> twice = inner -> new CompositeObjective(
                List.of(new CompositeObjective.Term(1, inner), new CompositeObjective.Term(1, inner)));
        assertTimeoutPreemptively(SOON, () -> {
            String message = refused(() -> nested(15, twice, Objective.of(new Huber())));
            assertTrue(message.contains("at most " + CompositeObjective.MOST_LOSSES + " losses"), message);
        });
        Objective most = new CompositeObjective(Collections.nCopies(
                CompositeObjective.MOST_LOSSES, new CompositeObjective.Term(1, Objective.of(new Huber()))));
        assertTrue(most.name().length() < 100, most.name());
    }

    @Test
    void longTextsAreRefusedAtOnce() {
        assertTimeoutPreemptively(SOON, () -> {
            assertShort(() -> Objective.parse(LONG));
            assertShort(() -> Objective.parse(LONG.repeat(40)));
            assertShort(() -> Objective.parse("huber(delta=" + "1".repeat(1_000_000) + "x)"));
            assertShort(() -> Objective.parse(" ".repeat(1_000_000)));
        });
        assertTrue(refused(() -> Losses.of(LONG)).contains("(1000000 characters)"));
        String tooLong = refused(() -> Losses.of(LONG.repeat(40)));
        assertTrue(tooLong.contains("at most " + LossSpec.LONGEST_TEXT + " characters, got 40000000"), tooLong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "huber(LONG=1)",
                "huber(LONG)",
                "huber(delta=LONG)",
                "huber(delta=[LONG, LONG])",
                "huber(LONG=1, LONG=2)",
                "huber(delta=1, LONG=LONG) LONG",
                "huber(delta=LONG(a=1))",
                "cosine_similarity(output=LONG)",
                "objective(loss=huber, example=LONG)",
                "objective(loss=huber, LONG=[1])",
                "objective(loss=huber, class_weights=[LONG])",
                "objective(loss=[LONG])",
                "objective(loss=LONG)",
                "sum(terms=LONG)",
                "sum(terms=[LONG])",
                "sum(terms=[1, LONG])",
                "sum(terms=[term(factor=LONG, objective=huber)])",
                "sum(terms=[term(factor=1, objective=huber, LONG=target)])",
                "LONG LONG",
                "huber(delta=1)LONG",
            })
    void messagesQuoteALittle(String text) {
        assertShort(() -> Objective.parse(text.replace("LONG", LONG)));
    }

    @Test
    void messagesAboutMapsAndRolesQuoteALittle() {
        assertShort(() -> LossSpec.fromMap(Map.of("x", LONG)));
        assertShort(() -> LossSpec.fromMap(Map.of("name", List.of(LONG, LONG))));
        Map<String, Object> deep = nested(20_000, inner -> Map.of("y", inner), Map.of());
        assertShort(() -> LossSpec.fromMap(deep));
        assertShort(() -> LossType.of(LONG, MeanSquaredError.class));
        assertShort(() -> Losses.registered().type(LONG));
        assertShort(() -> Objective.of(new Huber()).fix(LONG, 1));
        ReferenceTensor one = ReferenceTensor.vector(1);
        assertShort(() -> Checks.check(
                Objective.of(new Huber()), Inputs.of(Map.of("prediction", one, "target", one, LONG, one))));
        assertShort(() -> Checks.check(Objective.of(new Huber()), Inputs.of(Map.of(LONG, one))));
    }

    @Test
    void messagesShowThePlace() {
        String many = "a(x=[" + "1, ".repeat(10_000) + "2, here!, " + "3, ".repeat(10_000) + "4])";
        String message = refused(() -> LossSpec.parse(many));
        assertTrue(message.contains("at position " + many.indexOf('!')) && message.contains("2, here!, 3,"), message);
        assertEquals(
                "Expected ')' at position 14 of: huber(delta=1 ; a loss is written as huber(delta=0.5)",
                refused(() -> Losses.of("huber(delta=1 ")));
    }

    @Test
    void messagesAreOneLine() {
        String message = refused(() -> Losses.of("huber\n2026-01-01 ERROR all is lost\u2028\u202e\u001b[31m"));
        assertTrue(message.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x202e), message);
    }

    @Test
    void weightsOfManyClassesHaveRoom() {
        double[] weights = new double[250_000];
        Arrays.setAll(weights, i -> Math.sqrt(i + 1));
        Objective objective =
                Objective.of(Losses.of("sparse_categorical_cross_entropy")).fix(Role.CLASS_WEIGHTS, weights);
        assertEquals(objective, Objective.parse(objective.spec().toString()));
        assertTooMany(() -> new LossSpec("a", Map.of("x", new ArrayList<>(Collections.nCopies(1 << 20, 1)))));
    }

    private static <T> T nested(int times, UnaryOperator<T> wrap, T innermost) {
        T value = innermost;
        for (int i = 0; i < times; i++) {
            value = wrap.apply(value);
        }
        return value;
    }

    private static void assertTooDeep(Executable made) {
        String message = refused(made);
        assertTrue(message.contains("at most " + LEVELS + " levels deep"), message);
    }

    private static void assertTooMany(Executable made) {
        String message = refused(made);
        assertTrue(message.contains("more than " + LossSpec.MOST_VALUES + " values"), message);
    }

    private static void assertShort(Executable made) {
        String message = refused(made);
        assertTrue(message.length() < 2000, () -> "a message of " + message.length() + " characters");
        assertFalse(message.contains("x".repeat(101)), message);
    }

    private static String refused(Executable made) {
        return assertThrows(IllegalArgumentException.class, made).getMessage();
    }
}
