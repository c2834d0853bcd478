package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.loss.regression.Huber;

/** A provider that is broken, or wants a name that is taken, costs its own losses and no others. */
class BrokenProvidersTest {
    private static final String GOOD = "List.of(LossType.of(\"good_loss\", Good.class))";

    @TempDir
    Path folder;

    @Test
    void theLibrarysOwnLossKeepsItsName() {
        try (LogCapture log = new LogCapture();
                Plugin plugin = Plugin.in(folder)
                        .loss("Mine", 2)
                        .provider(
                                "Claiming",
                                "List.of(LossType.of(\"huber\", Mine.class), LossType.of(\"not_claimed\", Mine.class))")
                        .services("example.Claiming")) {
            assertEquals(new Huber(), plugin.call(() -> Losses.of("huber")));
            assertEquals(
                    "example.Mine",
                    plugin.call(() -> Losses.of("not_claimed")).getClass().getName());
            assertMentions(
                    String.join("\n", log.messages()),
                    "WARNING Two losses are named 'huber'",
                    Huber.class.getName(),
                    "org.losses4j.loss.BuiltInLosses",
                    "example.Mine",
                    "example.Claiming",
                    "rename");
        }
    }

    @Test
    void aLossWhoseNameIsTakenCannotBeSaved() throws ReflectiveOperationException {
        try (Plugin plugin = Plugin.in(folder)
                .loss("Mine", 2)
                .provider("Claiming", "List.of(LossType.of(\"huber\", Mine.class))")
                .services("example.Claiming")) {
            Loss mine = (Loss)
                    plugin.loader().loadClass("example.Mine").getConstructor().newInstance();
            String message = assertThrows(IllegalArgumentException.class, () -> LossSpec.of(mine))
                    .getMessage();
            assertMentions(message, "example.Mine", "'huber'", Huber.class.getName(), "rename");
        }
    }

    @Test
    void aNameThatTwoProvidersClaimIsNobodys() throws ReflectiveOperationException {
        try (LogCapture log = new LogCapture();
                Plugin plugin = Plugin.in(folder)
                        .loss("First", 2)
                        .loss("Second", 3)
                        .provider(
                                "FirstProvider",
                                "List.of(LossType.of(\"claimed_twice\", First.class),"
                                        + " LossType.of(\"only_first\", Second.class))")
                        .provider("SecondProvider", "List.of(LossType.of(\"claimed_twice\", Second.class))")
                        .services("example.FirstProvider", "example.SecondProvider")) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> plugin.call(() -> Losses.of("claimed_twice")))
                    .getMessage();
            String[] both = {
                "'claimed_twice'",
                "example.First ",
                "example.Second ",
                "example.FirstProvider",
                "example.SecondProvider",
                "rename"
            };
            assertMentions(message, both);
            assertMentions(String.join("\n", log.messages()), both);
            assertEquals(
                    "only_first", plugin.call(() -> Losses.of("only_first")).name());
            assertEquals("huber", plugin.call(() -> Losses.of("huber")).name());
            Loss first = (Loss)
                    plugin.loader().loadClass("example.First").getConstructor().newInstance();
            assertMentions(
                    assertThrows(IllegalArgumentException.class, () -> LossSpec.of(first))
                            .getMessage(),
                    both);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class Broken implements LossProvider { public List<LossType<?>> losses() { return null; } }",
                "class Broken implements LossProvider {"
                        + " public List<LossType<?>> losses() { return Arrays.asList((LossType<?>) null); } }",
                "class Broken implements LossProvider {"
                        + " public List<LossType<?>> losses() { throw new IllegalStateException(\"no file\"); } }",
                "class Broken implements LossProvider {"
                        + " public List<LossType<?>> losses() { throw new Error(\"not implemented\"); } }",
                "class Broken implements LossProvider {" + " public List<LossType<?>> losses() { return losses(); } }",
                "class Broken implements LossProvider { public Broken() { throw new IllegalStateException(\"no\"); }"
                        + " public List<LossType<?>> losses() { return List.of(); } }",
                "class Broken implements LossProvider { static final int N = Integer.parseInt(\"x\");"
                        + " public List<LossType<?>> losses() { return List.of(); } }",
                "class Broken implements LossProvider { public Broken(int number) {}"
                        + " public List<LossType<?>> losses() { return List.of(); } }",
                "class Broken implements LossProvider { record NoDefaults(double a) implements PointwiseLoss {"
                        + " public Tensor formula(Tensor p, Tensor t) { return p; } }"
                        + " public List<LossType<?>> losses()"
                        + " { return List.of(LossType.of(\"no_defaults\", NoDefaults.class)); } }",
                "class Broken implements LossProvider { record Odd() implements PointwiseLoss {"
                        + " public Tensor formula(Tensor p, Tensor t) { return p; } }"
                        + " public List<LossType<?>> losses() { return List.of(LossType.of(\"Odd Name\", Odd.class)); } }",
                "abstract class Broken implements LossProvider {}",
                "class Broken {}",
                "class Broken extends Gone implements LossProvider {"
                        + " public List<LossType<?>> losses() { return List.of(); } }",
            })
    void aBrokenProviderIsLeftOutAndNamed(String broken) {
        try (LogCapture log = new LogCapture();
                Plugin plugin = Plugin.in(folder)
                        .loss("Good", 2)
                        .provider("GoodProvider", GOOD)
                        .source("Gone", "public class Gone {}\n")
                        .source("Broken", "public " + broken + "\n")
                        .without("Gone")
                        .services("example.Broken", "example.GoodProvider")) {
            assertStillThere(plugin, log, broken.contains("Gone") ? "Gone" : "example.Broken");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.NotThere", "two words", "example/NotAName", "1"})
    void aBrokenLineIsLeftOutAndNamed(String line) {
        try (LogCapture log = new LogCapture();
                Plugin plugin = Plugin.in(folder)
                        .loss("Good", 2)
                        .provider("GoodProvider", GOOD)
                        .services("# of a test", "example.GoodProvider # good", line)) {
            assertStillThere(plugin, log, Plugin.SERVICE);
        }
    }

    private static void assertStillThere(Plugin plugin, LogCapture log, String named) {
        assertEquals(new Huber(), plugin.call(() -> Losses.of("huber")));
        assertSame(
                plugin.loader(),
                plugin.call(() -> Losses.of("good_loss")).getClass().getClassLoader(),
                "not the one of a test before");
        String message = assertThrows(IllegalArgumentException.class, () -> plugin.call(() -> Losses.of("nowhere")))
                .getMessage();
        assertMentions(message, "Left out was", named);
        assertMentions(String.join("\n", log.messages()), "WARNING", named);
        assertEquals(
                1, log.messages().stream().filter(line -> line.contains(named)).count(), "nothing is said twice");
    }

    /** The library's own class loader has the broken providers: a fat jar, or simply the class path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.losses4j.loss.BuiltInLosses example.Claiming",
                "example.Claiming org.losses4j.loss.BuiltInLosses",
                "example.Broken example.Claiming org.losses4j.loss.BuiltInLosses example.NotThere",
            })
    void whatStandsBesideTheLibraryCannotTakeItDown(String services) throws ReflectiveOperationException {
        try (Plugin jar = Plugin.withLibrary(folder)
                .loss("Mine", 2)
                .provider("Claiming", "List.of(LossType.of(\"huber\", Mine.class), LossType.of(\"mine\", Mine.class))")
                .source(
                        "Broken",
                        "public class Broken implements LossProvider {"
                                + " public List<LossType<?>> losses() { throw new IllegalStateException(\"no\"); } }\n")
                .services(services.split(" "))) {
            for (ClassLoader context : List.of(jar.loader(), ClassLoader.getPlatformClassLoader())) {
                assertEquals("Huber[delta=2.0]", restored(jar, context, "huber(delta=2)"));
                assertEquals("MeanSquaredError[]", restored(jar, context, "mean_squared_error"));
                assertEquals("Mine[factor=2.0]", restored(jar, context, "mine"));
            }
        }
    }

    /** Fat jars that do not merge service files lose the library's line. */
    @Test
    void theLibrarysOwnLossesNeedNoLine() throws ReflectiveOperationException {
        try (Plugin jar = Plugin.withLibrary(folder)
                .loss("Mine", 2)
                .provider("Provider", "List.of(LossType.of(\"mine\", Mine.class))")
                .services("example.Provider")) {
            assertEquals("Huber[delta=1.0]", restored(jar, jar.loader(), "huber"));
            assertEquals("Mine[factor=2.0]", restored(jar, jar.loader(), "mine"));
            InvocationTargetException error =
                    assertThrows(InvocationTargetException.class, () -> restored(jar, jar.loader(), "elsewhere"));
            assertMentions(error.getCause().getMessage(), "no loss 'elsewhere'", "fat jar had not merged");
        }
    }

    @Test
    void aLibraryOfItsOwnIsNoReasonToFail() {
        try (Plugin jar = Plugin.withLibrary(folder).services("org.losses4j.loss.BuiltInLosses")) {
            assertEquals(new Huber(), jar.call(() -> Losses.of("huber")));
            String message = assertThrows(IllegalArgumentException.class, () -> jar.call(() -> Losses.of("nowhere")))
                    .getMessage();
            assertMentions(message, "'fat jar' has a copy of Losses4J of its own");
        }
    }

    private static String restored(Plugin jar, ClassLoader context, String text) throws ReflectiveOperationException {
        Class<?> losses = jar.loader().loadClass("org.losses4j.Losses");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(context);
        try {
            return losses.getMethod("of", String.class).invoke(null, text).toString();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void assertMentions(String message, String... mentioned) {
        for (String word : mentioned) {
            assertTrue(message.contains(word), () -> "'" + word + "' is not in: " + message);
        }
    }
}
