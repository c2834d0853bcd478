package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.loss.regression.Huber;
import org.losses4j.loss.regression.MeanSquaredError;
import org.losses4j.tensor.Tensor;

/** Losses of class loaders other than the library's, and losses that are registered in code. */
class LossRegistryTest {
    private static final ClassLoader ELSEWHERE = ClassLoader.getPlatformClassLoader();

    @TempDir
    Path folder;

    @Test
    void theContextClassLoaderIsLookedAt() {
        try (Plugin plugin = Plugin.in(folder)
                .loss("Seen", 2)
                .provider("Provider", "List.of(LossType.of(\"seen_by_context\", Seen.class))")
                .services("example.Provider")) {
            assertThrows(IllegalArgumentException.class, () -> Losses.of("seen_by_context"));
            Loss loss = plugin.call(() -> Losses.of("seen_by_context(factor=3)"));
            assertEquals("example.Seen", loss.getClass().getName());
            assertEquals("seen_by_context", loss.name());
            assertEquals("seen_by_context(factor=3.0)", LossSpec.of(loss).toString());
        }
    }

    @Test
    void whatWasSeenOnceIsKnownInEveryThread() {
        try (Plugin plugin = Plugin.in(folder)
                .loss("Known", 2)
                .provider("Provider", "List.of(LossType.of(\"known_everywhere\", Known.class))")
                .services("example.Provider")) {
            Objective objective = plugin.call(() -> Objective.parse("known_everywhere"));
            assertEquals(
                    objective,
                    onAnotherThread(() -> Objective.parse(objective.spec().toString())));
        }
    }

    @Test
    void aLossIsSavedOnThreadsThatDoNotSeeItsProvider() throws ReflectiveOperationException {
        try (Plugin plugin = Plugin.in(folder)
                .loss("Saved", 2)
                .provider("Provider", "List.of(LossType.of(\"saved_elsewhere\", Saved.class))")
                .services("example.Provider")) {
            Loss loss = (Loss)
                    plugin.loader().loadClass("example.Saved").getConstructor().newInstance();
            assertEquals(
                    "saved_elsewhere(factor=2.0)",
                    onAnotherThread(() -> LossSpec.of(loss).toString()));
        }
    }

    @Test
    void aMissingLossSaysWhereItWasLookedForAndWhatToDo() {
        try (Plugin plugin = Plugin.in(folder)) {
            String message = refused(() -> plugin.call(() -> Losses.of("my_own_loss")));
            assertMentions(
                    message,
                    "no loss 'my_own_loss'",
                    "library's class loader",
                    "context class loader (java.net.URLClassLoader 'plugin')",
                    "losses registered in code",
                    "Losses.register(LossType.of(",
                    Plugin.SERVICE,
                    "fat jars");
        }
    }

    @Test
    void providersThatAreAddedLaterAreFound() throws Exception {
        try (Plugin plugin = Plugin.in(folder)) {
            assertThrows(IllegalArgumentException.class, () -> plugin.call(() -> Losses.of("added_later")));
            plugin.loss("Later", 2)
                    .provider("Provider", "List.of(LossType.of(\"added_later\", Later.class))")
                    .services("example.Provider");
            assertEquals(
                    "added_later", plugin.call(() -> Losses.of("added_later")).name());
        }
    }

    @Test
    void aLossRegisteredInCodeIsRestoredInEveryThread() throws Exception {
        try (Plugin plugin = Plugin.in(folder).loss("InCode", 2)) {
            LossType<?> type = plugin.type("in_code", "InCode");
            Losses.register(type);
            Losses.register(plugin.type("in_code", "InCode"));
            Objective objective = Objective.of((Loss) type.defaults());
            String text = objective.spec().toString();
            assertEquals("objective(loss=in_code(factor=2.0), example=mean, batch=mean)", text);
            assertEquals(objective, Objective.parse(text));
            assertEquals(objective, onAnotherThread(() -> Objective.parse(text)));
            assertTrue(Losses.unregister("in_code"));
            assertFalse(Losses.unregister("in_code"));
            assertThrows(IllegalArgumentException.class, () -> Objective.parse(text));
        }
    }

    @Test
    void aTakenNameCannotBeRegistered() throws Exception {
        try (Plugin plugin = Plugin.in(folder).loss("One", 2).loss("Two", 3)) {
            assertMentions(
                    refused(() -> Losses.register(plugin.type("huber", "One"))),
                    "'huber'",
                    Huber.class.getName(),
                    "example.One");
            Losses.register(plugin.type("claimed_in_code", "One"));
            assertMentions(
                    refused(() -> Losses.register(plugin.type("claimed_in_code", "Two"))),
                    "'claimed_in_code'",
                    "example.One",
                    "example.Two");
            assertTrue(Losses.unregister("claimed_in_code"));
            Losses.register(plugin.type("claimed_in_code", "Two"));
            assertEquals("example.Two", Losses.of("claimed_in_code").getClass().getName());
        }
    }

    @Test
    void aClassMayHaveAnOlderNameToo() throws Exception {
        try (Plugin plugin = Plugin.in(folder).loss("Renamed", 2)) {
            Losses.register(plugin.type("new_name", "Renamed"));
            Losses.register(plugin.type("old_name", "Renamed"));
            assertEquals(
                    "new_name(factor=5.0)",
                    LossSpec.of(Losses.of("old_name(factor=5)")).toString());
        }
    }

    @Test
    void applicationsHaveLossesOfTheirOwn() throws Exception {
        try (Plugin first = Plugin.in(Files.createDirectory(folder.resolve("first")))
                        .loss("First", 2);
                Plugin second = Plugin.in(Files.createDirectory(folder.resolve("second")))
                        .loss("Second", 3)) {
            Losses.register(first.type("of_two_applications", "First"));
            Losses.register(second.type("of_two_applications", "Second"));
            Loss one = first.call(() -> Losses.of("of_two_applications"));
            Loss two = second.call(() -> Losses.of("of_two_applications"));
            assertEquals("example.First", one.getClass().getName());
            assertEquals("example.Second", two.getClass().getName());
            assertEquals("of_two_applications(factor=2.0)", LossSpec.of(one).toString());
            assertEquals("of_two_applications(factor=3.0)", LossSpec.of(two).toString());
            assertMentions(
                    refused(() -> Losses.of("of_two_applications")),
                    "'of_two_applications'",
                    "example.First",
                    "example.Second");
        }
    }

    @Test
    void anApplicationThatIsStartedAnewTakesItsNamesAlong() throws Exception {
        try (Plugin before = Plugin.in(folder).loss("Restarted", 2);
                Plugin after = Plugin.in(folder)) {
            Losses.register(before.type("restarted", "Restarted"));
            Losses.register(after.type("restarted", "Restarted"));
            Loss loss = onAnotherThread(() -> Losses.of("restarted"));
            assertSame(after.loader(), loss.getClass().getClassLoader());
            assertNotSame(
                    after.loader(),
                    before.call(() -> Losses.of("restarted")).getClass().getClassLoader());
        }
    }

    @Test
    void aProviderMayAskForLossesItself() {
        try (Plugin plugin = Plugin.in(folder)
                .loss("Asking", 2)
                .provider(
                        "Provider",
                        "Losses.of(\"huber\").name().equals(\"huber\")"
                                + " ? List.of(LossType.of(\"asking\", Asking.class)) : List.of()")
                .services("example.Provider")) {
            assertEquals("asking", plugin.call(() -> Losses.of("asking")).name());
        }
    }

    @Test
    void closedClassLoadersCanBeCollected() throws Exception {
        ChildJvm.run(
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                "-cp",
                ChildJvm.classPath(),
                ClosedClassLoaders.class.getName(),
                folder.toString());
    }

    @Test
    void aLossCannotHaveANameThatSpecificationsUse() {
        for (String name : List.of("objective", "sum", "term", "true", "false", "null")) {
            assertMentions(refused(() -> LossType.of(name, MeanSquaredError.class)), name);
        }
        assertMentions(refused(() -> LossType.of("named", Named.class)), "'name'", Named.class.getName());
    }

    /** A loss with a parameter that a map has no room for. */
    record Named(String name) implements PointwiseLoss {
        Named() {
            this("");
        }

        @Override
        public Tensor formula(Tensor prediction, Tensor target) {
            return prediction;
        }
    }

    static <T> T onAnotherThread(Supplier<T> supplier) {
        return CompletableFuture.supplyAsync(() -> Plugin.call(ELSEWHERE, supplier))
                .join();
    }

    private static void assertMentions(String message, String... mentioned) {
        assertAll(Stream.of(mentioned)
                .map(word -> () -> assertTrue(message.contains(word), () -> "'" + word + "' is not in: " + message)));
    }

    private static String refused(Executable made) {
        return assertThrows(IllegalArgumentException.class, made).getMessage();
    }
}
