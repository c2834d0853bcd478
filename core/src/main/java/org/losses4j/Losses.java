package org.losses4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The catalogue of named losses: the library's own and those that the {@link LossProvider}s on the class path bring. */
public final class Losses {
    private final Map<String, LossType<?>> types = new TreeMap<>();
    private final Map<Class<?>, LossType<?>> byRecord = new HashMap<>();

    /** A catalogue of the losses of some providers. */
    public Losses(Collection<? extends LossProvider> providers) {
        for (LossProvider provider : providers) {
            for (LossType<?> type : provider.losses()) {
                LossType<?> other = types.putIfAbsent(type.name(), type);
                if (other != null) {
                    throw new IllegalArgumentException("The loss name '" + type.name() + "' is taken twice, by "
                            + other.type().getName() + " and " + type.type().getName() + ": rename yours");
                }
                byRecord.put(type.type(), type);
            }
        }
    }

    /** The catalogue of all providers on the class path. */
    public static Losses registered() {
        return Registered.CATALOGUE;
    }

    /** The loss that a text such as {@code huber(delta=0.5)} names; parameters left out have their defaults. */
    public static Loss of(String text) {
        return LossSpec.parse(text).toLoss();
    }

    /** All types, by name. */
    public List<LossType<?>> types() {
        return new ArrayList<>(types.values());
    }

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the near ones
     */
    public LossType<?> type(String name) {
        LossType<?> type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "There is no loss '" + Excerpt.of(name) + "'." + Spelling.hint(name, types.keySet()));
        }
        return type;
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

    private static final class Registered {
        static final Losses CATALOGUE =
                new Losses(ServiceLoader.load(LossProvider.class, LossProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }
}
