package org.losses4j;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.losses4j.RegisteredLoss.Origin;

/**
 * Finds the {@link LossProvider}s that a class loader sees. A broken provider is left out with a reason; the others still
 * count.
 */
final class ProviderSearch {
    static final String SERVICE = "META-INF/services/" + LossProvider.class.getName();
    private static final String OWN = "org.losses4j.loss.BuiltInLosses";
    private static final String PROVIDER = "the provider ";
    private static final int LONGEST_REASON = 300;
    // ServiceLoader would ask a class loader that fails again and again for ever.
    private static final int MOST_FAULTS = 100;

    private final ClassLoader loader;
    private final Consumer<List<RegisteredLoss>> found;
    private final BiConsumer<String, String> faults;
    private int count;

    private ProviderSearch(
            ClassLoader loader, Consumer<List<RegisteredLoss>> found, BiConsumer<String, String> faults) {
        this.loader = loader;
        this.found = found;
        this.faults = faults;
    }

    /**
     * Looks for providers.
     *
     * @param found receives the losses of each provider, the library's own first
     * @param faults receives the name of each provider that is left out, and the reason
     */
    static void in(ClassLoader loader, Consumer<List<RegisteredLoss>> found, BiConsumer<String, String> faults) {
        new ProviderSearch(loader, found, faults).search();
    }

    private void search() {
        try {
            if (Class.forName(LossProvider.class.getName(), false, loader) != LossProvider.class) {
                faults.accept(
                        SERVICE, describe(loader) + " has a copy of Losses4J of its own, whose losses are not ours");
                return;
            }
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            return; // A class loader that does not see LossProvider sees no class that implements it.
        }
        List<ServiceLoader.Provider<LossProvider>> providers = providers();
        if (loader == LossProvider.class.getClassLoader()) {
            own(providers);
        }
        for (ServiceLoader.Provider<LossProvider> provider : providers) {
            String name = provider.type().getName();
            if (!name.equals(OWN)) {
                attempt(name, PROVIDER + name, () -> read(provider.get(), new Origin(name, false)));
            }
        }
        if (count > 0) {
            attempt(SERVICE, "the files " + SERVICE, this::readFilesGivenUp);
        }
    }

    private void readFilesGivenUp() throws IOException {
        for (URL file : Collections.list(loader.getResources(SERVICE))) {
            for (String name : ServicesFile.givenUp(file)) {
                if (!name.equals(OWN)) {
                    attempt(name, PROVIDER + name, () -> instantiate(name, false));
                }
            }
        }
    }

    /** Reads the library's own losses, also if a fat jar has lost the line of the services file that names them. */
    private void own(List<ServiceLoader.Provider<LossProvider>> providers) {
        if (providers.stream().noneMatch(provider -> provider.type().getName().equals(OWN))) {
            faults.accept(
                    OWN,
                    "the library's own line in " + SERVICE + " is missing, as if a fat jar had not merged these files,"
                            + " so that lines of others may be missing too");
        }
        attempt(OWN, PROVIDER + OWN, () -> instantiate(OWN, true));
    }

    private void instantiate(String provider, boolean own) throws ReflectiveOperationException {
        Object instance = Class.forName(provider, true, loader).getConstructor().newInstance();
        read((LossProvider) instance, new Origin(provider, own));
    }

    private List<ServiceLoader.Provider<LossProvider>> providers() {
        List<ServiceLoader.Provider<LossProvider>> providers = new ArrayList<>();
        Spliterator<ServiceLoader.Provider<LossProvider>> next =
                ServiceLoader.load(LossProvider.class, loader).stream().spliterator();
        boolean more = true;
        while (more && count < MOST_FAULTS) {
            try {
                more = next.tryAdvance(providers::add);
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                fault(e.toString(), "a provider in " + SERVICE, e);
            }
        }
        return providers;
    }

    private void read(LossProvider provider, Origin origin) {
        String name = provider.getClass().getName();
        List<LossType<?>> types = provider.losses();
        if (types == null) {
            faults.accept(name, PROVIDER + name + ": losses() gives null");
            return;
        }
        List<RegisteredLoss> losses = new ArrayList<>();
        for (LossType<?> type : types) {
            if (type == null) {
                faults.accept(name, PROVIDER + name + ": there is a null among its losses");
            } else {
                losses.add(new RegisteredLoss(type, origin));
            }
        }
        found.accept(losses);
    }

    private interface Attempt {
        void run() throws ReflectiveOperationException, IOException;
    }

    // Whatever a user's provider throws, down to Kotlin's NotImplementedError, is no reason to have no losses at all.
    private void attempt(String subject, String what, Attempt attempt) {
        try {
            attempt.run();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            fault(subject, what, e);
        }
    }

    private void fault(String subject, String what, Throwable thrown) {
        count++;
        Throwable cause = thrown;
        for (int i = 0; i < 10 && cause.getCause() != null; i++) {
            cause = cause.getCause();
        }
        faults.accept(
                subject,
                what + ": " + Excerpt.of(thrown + (cause == thrown ? "" : ", because of " + cause), LONGEST_REASON));
    }

    /** Describes a class loader for messages. */
    static String describe(ClassLoader loader) {
        String type = loader.getClass().getName();
        return loader.getName() == null ? type : type + " '" + Excerpt.of(loader.getName()) + "'";
    }
}
