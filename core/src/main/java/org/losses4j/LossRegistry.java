package org.losses4j;

import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registry of all named losses in this process: those of the {@link LossProvider}s that a class loader in use sees, and those
 * registered in code. It is the one thing that the library keeps for the whole process, because a saved model is text, and
 * text is read by whatever thread a framework reads it on.
 *
 * <p>Which loss a name stands for depends on the thread's context class loader, so that applications of one server can have
 * losses of their own. A name that this class loader does not see may still be known through another one. Class loaders and
 * classes are held weakly. Safe for several threads.
 */
final class LossRegistry {
    private static final System.Logger LOG = System.getLogger("org.losses4j");
    private static final LossRegistry PROCESS = new LossRegistry(LossRegistry.class.getClassLoader());

    private final ClassLoader home;
    private final Sight atHome = new Sight();
    private final Map<ClassLoader, Sight> sights = new WeakHashMap<>();
    // The list itself is immutable; it is replaced under this registry's lock.
    private volatile List<RegisteredLoss> known = List.of();

    private LossRegistry(ClassLoader home) {
        this.home = home;
    }

    static LossRegistry ofProcess() {
        return PROCESS;
    }

    /** The state of the search for providers through one class loader; refers to none of its classes. */
    private static final class Sight {
        // By the faulty provider, not by the message: a second attempt at the same provider fails with another message.
        private final Map<String, String> faults = new LinkedHashMap<>();
        private volatile boolean searched;
        private boolean searching;
        private volatile @Nullable Catalogue catalogue;
    }

    /**
     * A catalogue, and the list that it was made of. Only a catalogue whose classes are all the library's own is held
     * strongly, in {@code kept}: it keeps no application's classes alive.
     */
    private record Catalogue(
            List<RegisteredLoss> made,
            WeakReference<Losses> losses,
            @Nullable Losses kept) {}

    /** The losses as the calling thread sees them. */
    Losses here() {
        return seenBy(Thread.currentThread().getContextClassLoader());
    }

    /**
     * The type that a name stands for on the calling thread.
     *
     * @throws IllegalArgumentException if there is none, or more than one
     */
    LossType<?> toRestore(String name) {
        Optional<LossType<?>> type = here().find(name);
        if (type.isEmpty()) {
            searchAnew();
        }
        return type.isPresent() ? type.get() : here().type(name);
    }

    /**
     * The type that a loss is saved as.
     *
     * @throws IllegalArgumentException if it has none, or another loss has its name
     */
    LossType<?> toSave(Loss loss) {
        Optional<LossType<?>> type = around(loss).typeOf(loss);
        if (type.isEmpty()) {
            searchAnew();
        }
        return type.or(() -> around(loss).typeOf(loss))
                .orElseThrow(() -> new IllegalArgumentException(around(loss).whyNameless(loss)));
    }

    /** Looks for providers once more: a class loader may have got more of them since. */
    private void searchAnew() {
        ClassLoader loader = orSystem(Thread.currentThread().getContextClassLoader());
        search(home, atHome, true);
        search(loader, sight(loader), true);
    }

    /** The losses as a loss's own class loader sees them; the saving thread's context class loader may not see its class. */
    Losses around(Loss loss) {
        here();
        return seenBy(loss.getClass().getClassLoader());
    }

    /** The losses as a class loader sees them. */
    private Losses seenBy(@Nullable ClassLoader given) {
        ClassLoader loader = orSystem(given);
        Sight sight = sight(loader);
        search(home, atHome, false);
        search(loader, sight, false);
        List<RegisteredLoss> now = known;
        Catalogue catalogue = sight.catalogue;
        Losses losses = catalogue == null || catalogue.made() != now
                ? null
                : catalogue.losses().get();
        if (losses == null) {
            // The catalogue may be kept for its loader, and so must not refer to it.
            String description = loader == home ? "" : ProviderSearch.describe(loader);
            losses = new Losses(now, loader, () -> lookedAt(description, sight));
            sight.catalogue = new Catalogue(now, new WeakReference<>(losses), losses.allOf(home) ? losses : null);
        }
        return losses;
    }

    /**
     * Registers a loss type under its name.
     *
     * @throws IllegalArgumentException if another loss has the name already, and one class loader sees both
     */
    void register(LossType<?> type) {
        seenBy(type.type().getClassLoader());
        RegisteredLoss loss = new RegisteredLoss(type, RegisteredLoss.Origin.CODE);
        synchronized (this) {
            Optional<RegisteredLoss> taken =
                    known.stream().filter(loss::clashes).findFirst();
            if (taken.isPresent()) {
                throw new IllegalArgumentException("The loss name '" + type.name() + "' is taken by " + taken.get()
                        + ", and cannot be given to " + type.type().getName() + " too: choose another name");
            }
            if (known.stream().noneMatch(loss::same)) {
                known = with(loss);
            }
        }
    }

    /**
     * Removes the losses of a name that {@link #register} added: those that the calling thread's class loader sees, or all
     * of them if it sees none.
     *
     * @return whether there was one
     */
    boolean unregister(String name) {
        ClassLoader loader = orSystem(Thread.currentThread().getContextClassLoader());
        synchronized (this) {
            List<RegisteredLoss> inCode = known.stream()
                    .filter(loss -> loss.name().equals(name) && loss.origin().code())
                    .toList();
            List<RegisteredLoss> seen =
                    inCode.stream().filter(loss -> loss.isSeenBy(loader)).toList();
            List<RegisteredLoss> removed = seen.isEmpty() ? inCode : seen;
            known = known.stream().filter(loss -> !removed.contains(loss)).toList();
            return !removed.isEmpty();
        }
    }

    private void search(ClassLoader loader, Sight sight, boolean again) {
        if (sight.searched && !again) {
            return;
        }
        synchronized (sight) {
            // A provider that asks for losses itself gets those that are known so far.
            if (sight.searching || (sight.searched && !again)) {
                return;
            }
            sight.searching = true;
            try {
                ProviderSearch.in(loader, this::add, (subject, fault) -> report(sight, subject, fault));
                sight.searched = true;
            } finally {
                sight.searching = false;
            }
        }
    }

    private static void report(Sight sight, String subject, String fault) {
        boolean isNew;
        synchronized (sight.faults) {
            isNew = sight.faults.putIfAbsent(subject, fault) == null;
        }
        if (isNew) {
            LOG.log(Level.WARNING, "Losses are missing: " + fault);
        }
    }

    private void add(List<RegisteredLoss> found) {
        List<String> warnings = new ArrayList<>();
        synchronized (this) {
            for (RegisteredLoss loss : found) {
                if (known.stream().noneMatch(loss::same)) {
                    known.stream().filter(loss::clashes).forEach(other -> warnings.add(Losses.clash(other, loss)));
                    known = with(loss);
                }
            }
        }
        warnings.forEach(warning -> LOG.log(Level.WARNING, warning));
    }

    private List<RegisteredLoss> with(RegisteredLoss loss) {
        return Stream.concat(known.stream().filter(RegisteredLoss::loaded), Stream.of(loss))
                .toList();
    }

    private Sight sight(ClassLoader loader) {
        if (loader == home) {
            return atHome;
        }
        synchronized (sights) {
            return sights.computeIfAbsent(loader, any -> new Sight());
        }
    }

    /** Says for messages where losses were looked for, and which providers were left out. */
    private String lookedAt(String loader, Sight sight) {
        Set<String> faults = new LinkedHashSet<>();
        for (Sight any : List.of(atHome, sight)) {
            synchronized (any.faults) {
                faults.addAll(any.faults.values());
            }
        }
        long inCode = known.stream().filter(loss -> loss.origin().code()).count();
        return "the LossProviders that the library's class loader (" + ProviderSearch.describe(home) + ") "
                + (loader.isEmpty()
                        ? "sees, which is the thread's context class loader too"
                        : "and the thread's context class loader (" + loader + ") see")
                + ", and " + inCode + " losses registered in code"
                + (faults.isEmpty()
                        ? ""
                        : ". Left out was " + faults.stream().limit(3).collect(Collectors.joining("; "))
                                + (faults.size() > 3 ? "; and " + (faults.size() - 3) + " more" : ""));
    }

    private static ClassLoader orSystem(@Nullable ClassLoader loader) {
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }
}
