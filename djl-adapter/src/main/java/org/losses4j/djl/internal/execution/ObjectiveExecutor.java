package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.djl.execution.Road;
import org.losses4j.djl.internal.array.Recording;
import org.losses4j.djl.internal.torchscript.TorchScriptModule;
import org.losses4j.engine.Engine;
import org.losses4j.execution.Programs;

/** The one place that decides by which {@link Road} an objective is computed. */
public final class ObjectiveExecutor {
    /**
     * What is compiled costs as much as about so many runs by autograd: 0.03 to 0.2 seconds before the first run, and the
     * first runs are slow. Shapes that come seldom, such as an epoch's last batch, are better off without.
     */
    private static final int PATIENCE = 16;

    private final @Nullable Road forced;
    private final Programs programs = new Programs(Decisions.CAPACITY);
    private final FusedExecution engine;
    private final RoadExecution autograd = new AutogradExecution();
    private final RoadExecution torchScript;
    private final HostExecution host = new HostExecution(programs);
    private final Decisions decisions;
    private final Faults faults = new Faults();
    private final CollectedGradient collected = new CollectedGradient();

    /** An executor that chooses the best road, with {@code engine} for {@link Road#ENGINE}. */
    public ObjectiveExecutor(Engine engine) {
        this(null, engine, PATIENCE);
    }

    /**
     * An executor.
     *
     * @param forced the road to take wherever it can serve, or null to choose the best
     * @param patience how many times a signature comes, at the most, before something is compiled for it
     */
    public ObjectiveExecutor(@Nullable Road forced, Engine engine, int patience) {
        this(forced, engine, patience, TorchScriptModule::new);
    }

    /** An executor whose modules are loaded by {@code loader}. */
    public ObjectiveExecutor(@Nullable Road forced, Engine engine, int patience, TorchScriptModule.Loader loader) {
        this.forced = forced;
        this.engine = new FusedExecution(programs, engine);
        this.torchScript = new TorchScriptExecution(programs, loader);
        this.decisions = new Decisions(patience);
    }

    /**
     * The value, in the manager of the first input.
     *
     * @param trained the roles that gradients may be wanted by; what else autograd has on record gets one too
     */
    public NDArray value(Objective objective, Map<String, NDArray> inputs, Set<String> trained) {
        return compute(objective, inputs, trained, false);
    }

    /**
     * The value, a number, whose gradient by an input overwrites another array; autograd learns nothing of it. Under a
     * gradient collector.
     *
     * @param gradient of the input's shape and type, contiguous
     */
    public double value(Objective objective, Map<String, NDArray> inputs, String role, NDArray gradient) {
        NDArray first = inputs.values().iterator().next();
        try (NDManager scope = first.getManager().newSubManager(first.getDevice())) {
            NDArray input = Objects.requireNonNull(inputs.get(role), role).stopGradient();
            input.attach(scope);
            input.setRequiresGradient(true);
            Map<String, NDArray> derived = new LinkedHashMap<>(inputs);
            derived.put(role, input);
            Request request = Request.of(objective, derived, Set.of(role), List.of(role), false, scope);
            return compute(
                    request,
                    road -> road == Road.ENGINE
                            ? engine.compute(request, List.of(gradient))[0]
                            : collected.value(execution(road).compute(request), input, gradient));
        }
    }

    /** The value of each example, [N], without gradients. */
    public NDArray perExample(Objective objective, Map<String, NDArray> inputs) {
        return compute(objective, inputs, Set.of(), true);
    }

    /** The road that {@link #value} takes for such inputs once they have come often enough. */
    public Road road(Objective objective, Map<String, NDArray> inputs, Set<String> trained) {
        NDArray first = inputs.values().iterator().next();
        try (NDManager scope = first.getManager().newSubManager(first.getDevice())) {
            return best(request(objective, inputs, trained, false, scope));
        }
    }

    private NDArray compute(Objective objective, Map<String, NDArray> inputs, Set<String> trained, boolean perExample) {
        NDArray first = inputs.values().iterator().next();
        try (NDManager scope = first.getManager().newSubManager(first.getDevice())) {
            Request request = request(objective, inputs, trained, perExample, scope);
            NDArray value = compute(request, road -> execution(road).compute(request));
            value.attach(first.getManager());
            return value;
        }
    }

    private static Request request(
            Objective objective,
            Map<String, NDArray> inputs,
            Set<String> trained,
            boolean perExample,
            NDManager scope) {
        Set<String> derived =
                perExample || !Recording.on(inputs.values().iterator().next()) ? Set.of() : derived(inputs, trained);
        // What autograd has on record is expensive to find out, so that all predictions are taken to be.
        Set<String> kept = derived.isEmpty() ? trained : derived;
        List<String> wanted = new ArrayList<>(inputs.keySet());
        wanted.retainAll(derived);
        return Request.of(objective, inputs, kept, wanted, perExample, scope);
    }

    /** The roles that gradients flow through, such as targets that are another network's outputs, or weights that are learned. */
    private static Set<String> derived(Map<String, NDArray> inputs, Set<String> trained) {
        Set<String> derived = new HashSet<>(trained);
        inputs.forEach((role, array) -> {
            if (!derived.contains(role) && Recording.has(array)) {
                derived.add(role);
            }
        });
        return derived;
    }

    /** Computes on the best road; should that fail, on the next best. */
    private <T> T compute(Request request, Function<Road, T> computation) {
        Road road = road(request);
        while (true) {
            try {
                return computation.apply(road);
            } catch (RuntimeException | LinkageError | StackOverflowError fault) {
                if (road == Road.AUTOGRAD) {
                    throw fault;
                }
                request.check();
                faults.add(road, request, fault);
                road = decisions.change(request.signature(), best(request));
            }
        }
    }

    private Road road(Request request) {
        return decisions.on(request.signature(), () -> best(request)).orElseGet(() -> early(request));
    }

    /** The decision: the best road for a request whose shapes fit. */
    private Road best(Request request) {
        request.objective().checkShapes(request.shapes());
        if (forced != null && serves(forced, request)) {
            return forced;
        }
        if (serves(Road.ENGINE, request)) {
            return Road.ENGINE;
        }
        boolean onHost = serves(Road.HOST, request);
        if (onHost && host.suits(request)) {
            return Road.HOST;
        }
        if (serves(Road.TORCHSCRIPT, request)) {
            return Road.TORCHSCRIPT;
        }
        return onHost ? Road.HOST : Road.AUTOGRAD;
    }

    private boolean serves(Road road, Request request) {
        if (faults.on(road, request)) {
            return false;
        }
        try {
            return execution(road).serves(request);
        } catch (RuntimeException | LinkageError | StackOverflowError fault) {
            faults.add(road, request, fault);
            return false;
        }
    }

    /** The road that needs no preparation. */
    private static Road early(Request request) {
        request.objective().checkShapes(request.shapes());
        return Road.AUTOGRAD;
    }

    private RoadExecution execution(Road road) {
        return switch (road) {
            case ENGINE -> engine;
            case AUTOGRAD -> autograd;
            case TORCHSCRIPT -> torchScript;
            case HOST -> host;
        };
    }
}
