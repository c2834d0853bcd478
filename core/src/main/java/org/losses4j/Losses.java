package org.losses4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of named losses: the library's own, those of the {@link LossProvider}s, and those registered in code. A
 * catalogue is immutable; {@link #registered} returns the current one.
 */
public final class Losses {
    private final Map<String, LossType<?>> types = new TreeMap<>();
    private final Map<String, LossType<?>> elsewhere = new HashMap<>();
    private final Map<Class<?>, LossType<?>> byRecord = new HashMap<>();
    private final Map<String, String> clashes = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private final Supplier<String> lookedAt;

    /**
     * Makes a catalogue.
     *
     * @param known all losses, the library's own first
     * @param loader the class loader whose view decides: a name stands for a loss that it sees, and for one found through
     *     another class loader only if it sees none
     * @param lookedAt says for messages where losses were looked for
     */
    Losses(List<RegisteredLoss> known, ClassLoader loader, Supplier<String> lookedAt) {
        this.lookedAt = lookedAt;
        Map<String, List<RegisteredLoss>> byName =
                known.stream().collect(Collectors.groupingBy(RegisteredLoss::name, TreeMap::new, Collectors.toList()));
        byName.forEach((name, losses) -> {
            List<RegisteredLoss> seen =
                    losses.stream().filter(loss -> loss.isSeenBy(loader)).toList();
            if (seen.isEmpty()) {
                choose(name, latest(losses), elsewhere);
            } else {
                choose(name, seen, types);
            }
        });
        known.forEach(loss -> loss.type()
                .filter(type -> find(type.name()).filter(found -> found == type).isPresent())
                .ifPresent(type -> byRecord.putIfAbsent(type.type(), type)));
    }

    /** One loss for each class name: the last, because an application that was started anew has loaded its classes again. */
    private static List<RegisteredLoss> latest(List<RegisteredLoss> losses) {
        Map<String, RegisteredLoss> byClass = new TreeMap<>();
        losses.stream().filter(RegisteredLoss::loaded).forEach(loss -> byClass.put(loss.record(), loss));
        return List.copyOf(byClass.values());
    }

    private void choose(String name, List<RegisteredLoss> losses, Map<String, LossType<?>> chosen) {
        RegisteredLoss first = losses.stream()
                .filter(loss -> loss.origin().own())
                .findFirst()
                .orElse(losses.isEmpty() ? null : losses.get(0));
        if (first == null) {
            return;
        }
        List<RegisteredLoss> others = losses.stream().filter(first::differs).toList();
        if (others.isEmpty() || first.origin().own()) {
            first.type().ifPresent(type -> chosen.put(name, type));
        } else {
            clashes.put(name, clash(first, others.get(0)));
            refused.put(first.record(), clash(first, others.get(0)));
        }
        others.forEach(other -> refused.put(other.record(), clash(first, other)));
    }

    /** The message for two losses of the same name. */
    static String clash(RegisteredLoss first, RegisteredLoss second) {
        return "Two losses are named '" + first.name() + "': " + first + " and " + second + ". "
                + (first.origin().own()
                        ? "The library's own keeps the name: rename the other one"
                        : "Neither can be saved or restored by it: rename one of them, or take its provider away");
    }

    /** The current catalogue, as seen through the library's class loader and the calling thread's context class loader. */
    public static Losses registered() {
        return LossRegistry.ofProcess().here();
    }

    /**
     * Gives a loss a name for the whole process, so that any thread can save and restore it. Registering the same type once
     * more changes nothing. A loss is forgotten when its class is unloaded.
     *
     * @throws IllegalArgumentException if another loss has the name
     */
    public static void register(LossType<?> type) {
        LossRegistry.ofProcess().register(type);
    }

    /**
     * Removes a name that {@link #register} gave, for instance before a notebook defines the class anew.
     *
     * @return whether there was one
     */
    public static boolean unregister(String name) {
        return LossRegistry.ofProcess().unregister(name);
    }

    /** The loss that a text such as {@code huber(delta=0.5)} names; parameters left out have their defaults. */
    public static Loss of(String text) {
        return LossSpec.parse(text).toLoss();
    }

    /** All types that the class loaders see and whose name is not ambiguous, in the order of their names. */
    public List<LossType<?>> types() {
        return new ArrayList<>(types.values());
    }

    /**
     * The type of a name; empty if the name is unknown or ambiguous. If the class loaders see no loss of that name, one that
     * was found through another class loader.
     */
    public Optional<LossType<?>> find(String name) {
        return Optional.ofNullable(types.getOrDefault(name, elsewhere.get(name)));
    }

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException if there is none, or more than one; the message proposes similar names, says where
     *     losses were looked for, and what to do
     */
    public LossType<?> type(String name) {
        return find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException(clashes.containsKey(name) ? clashes.get(name) : missing(name)));
    }

    /** Whether {@code loader} has loaded the classes of all losses in this catalogue. */
    boolean allOf(ClassLoader loader) {
        return byRecord.keySet().stream().allMatch(type -> type.getClassLoader() == loader);
    }

    private String missing(String name) {
        return "There is no loss '" + Excerpt.of(name) + "'." + Spelling.hint(name, types.keySet()) + " Looked at "
                + lookedAt.get() + ". If it is a loss of your own, " + howToRegister();
    }

    private static String howToRegister() {
        return "call Losses.register(LossType.of(\"my_loss\", MyLoss.class)) before it is asked for, or list it in a"
                + " LossProvider that " + ProviderSearch.SERVICE
                + " names in a jar that one of these class loaders sees;"
                + " fat jars must merge these files";
    }

    /** The type of a loss, if it is a registered record. */
    public Optional<LossType<?>> typeOf(Loss loss) {
        return Optional.ofNullable(byRecord.get(loss.getClass()));
    }

    /** The name of a loss, if it is a registered record. */
    public Optional<String> nameOf(Loss loss) {
        return typeOf(loss).map(LossType::name);
    }

    /** A loss by name and parameters. */
    public Loss create(String name, Map<String, ? extends @Nullable Object> parameters) {
        return type(name).create(parameters);
    }

    /** The message for a loss without a name to be saved under: why, and what to do. */
    String whyNameless(Loss loss) {
        String record = loss.getClass().getName();
        String clash = refused.get(record);
        return "The loss " + record + " has no name that it could be saved under and restored by. "
                + (clash != null ? clash : "Make it a record and register it: " + howToRegister());
    }
}
