package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.internal.array.AutogradRecord;
import org.losses4j.djl.internal.array.Scope;
import org.losses4j.djl.internal.pytorch.PyTorchEngine;
import org.losses4j.djl.internal.torchscript.TorchScriptModule;
import org.losses4j.engine.Engine;
import org.losses4j.execution.Programs;

/** Computes objectives on DJL's arrays, and is the one place that decides by which {@link ExecutionMode}. */
public final class ObjectiveExecutor {
    /**
     * Compiling a module costs as much as about so many runs by autograd: 0.03 to 0.2 seconds before the first run, and the
     * first runs are slow. Shapes that come seldom, such as an epoch's last batch, are better off without.
     */
    private static final int PATIENCE = 16;

    private final ExecutionMode wanted;
    private final Programs programs = new Programs(ModeChoice.CAPACITY);
    private final FusedExecution engine;
    private final OperationsExecution operations = new OperationsExecution();
    private final ModeExecution torchScript;
    private final HostExecution host = new HostExecution(programs);
    private final ModeChoice choice;
    private final ModeFaults faults = new ModeFaults();
    private final CollectedGradient collected = new CollectedGradient();

    /** An executor that chooses the best mode, with {@code engine} for {@link ExecutionMode#FUSED}. */
    public ObjectiveExecutor(Engine engine) {
        this(ExecutionMode.AUTOMATIC, engine, PATIENCE);
    }

    /**
     * An executor.
     *
     * @param wanted the mode to take wherever it can serve
     * @param patience how many times a signature comes, at the most, before a module is compiled for it
     */
    public ObjectiveExecutor(ExecutionMode wanted, Engine engine, int patience) {
        this(wanted, engine, patience, TorchScriptModule::new);
    }

    /** An executor whose modules are loaded by {@code loader}. */
    public ObjectiveExecutor(ExecutionMode wanted, Engine engine, int patience, TorchScriptModule.Loader loader) {
        PyTorchEngine.require();
        this.wanted = wanted;
        this.engine = new FusedExecution(programs, engine);
        this.torchScript = new TorchScriptExecution(Programs.asFormulas(ModeChoice.MODULES), loader);
        this.choice = new ModeChoice(patience);
    }

    /** Prepares an objective in the background for a training that is expected to begin, if the engine may compute it. */
    public void expect(Objective objective, Set<String> trained) {
        if (wanted == ExecutionMode.AUTOMATIC || wanted == ExecutionMode.FUSED) {
            engine.expect(objective, trained);
        }
    }

    /**
     * The value, in the manager of the first input.
     *
     * @param trained the roles that gradients may be wanted by; other inputs that autograd has recorded get one too
     */
    public NDArray value(Objective objective, Map<String, NDArray> inputs, Set<String> trained) {
        return compute(objective, inputs, trained, false);
    }

    /**
     * Gives the value as a number; its gradient by the input {@code role} overwrites {@code gradient}, and autograd records
     * nothing. To be called under a gradient collector.
     *
     * @param gradient an array of the input's shape and type, contiguous
     */
    public double value(Objective objective, Map<String, NDArray> inputs, String role, NDArray gradient) {
        NDArray first = inputs.values().iterator().next();
        try (Scope scope = new Scope(first)) {
            NDArray input = Objects.requireNonNull(inputs.get(role), role).stopGradient();
            input.attach(scope.manager());
            input.setRequiresGradient(true);
            Map<String, NDArray> derived = new LinkedHashMap<>(inputs);
            derived.put(role, input);
            Request request = Request.of(objective, derived, Set.of(role), List.of(role), false, scope);
            return compute(
                    request,
                    prepared -> prepared instanceof FusedExecution.Prepared fused
                            ? fused.compute(request, List.of(gradient))[0]
                            : collected.value(prepared.compute(request), input, gradient));
        }
    }

    /** Each example's share of the value, [N], without gradients. */
    public NDArray perExample(Objective objective, Map<String, NDArray> inputs) {
        return compute(objective, inputs, Set.of(), true);
    }

    /** The mode that {@link #value} takes for such inputs once they have come often enough. */
    public ExecutionMode mode(Objective objective, Map<String, NDArray> inputs, Set<String> trained) {
        NDArray first = inputs.values().iterator().next();
        try (Scope scope = new Scope(first)) {
            return best(request(objective, inputs, trained, false, scope)).mode();
        }
    }

    private NDArray compute(Objective objective, Map<String, NDArray> inputs, Set<String> trained, boolean perExample) {
        NDArray first = inputs.values().iterator().next();
        try (Scope scope = new Scope(first)) {
            Request request = request(objective, inputs, trained, perExample, scope);
            NDArray value = compute(request, prepared -> prepared.compute(request));
            if (value.getManager() != first.getManager()) {
                value.attach(first.getManager());
            }
            return value;
        }
    }

    private static Request request(
            Objective objective, Map<String, NDArray> inputs, Set<String> trained, boolean perExample, Scope scope) {
        Set<String> derived =
                perExample || !AutogradRecord.on(inputs.values().iterator().next())
                        ? Set.of()
                        : derived(inputs, trained);
        // Finding out what autograd has recorded is expensive, so all predictions are taken to be recorded.
        Set<String> kept = derived.isEmpty() ? trained : derived;
        List<String> wanted = new ArrayList<>(inputs.keySet());
        wanted.retainAll(derived);
        return Request.of(objective, inputs, kept, wanted, perExample, scope);
    }

    /** The roles that gradients flow through, such as targets that are another network's outputs, or weights that are learned. */
    private static Set<String> derived(Map<String, NDArray> inputs, Set<String> trained) {
        Set<String> derived = trained;
        for (Map.Entry<String, NDArray> input : inputs.entrySet()) {
            if (!trained.contains(input.getKey()) && AutogradRecord.has(input.getValue())) {
                derived = new HashSet<>(derived);
                derived.add(input.getKey());
            }
        }
        return derived;
    }

    /** Computes in the best mode; if that fails, in the next best. */
    private <T> T compute(Request request, Function<PreparedMode, T> computation) {
        PreparedMode prepared = prepared(request);
        while (true) {
            try {
                return computation.apply(prepared);
            } catch (RuntimeException | LinkageError | StackOverflowError fault) {
                if (prepared.mode() == ExecutionMode.OPERATIONS) {
                    throw fault;
                }
                request.check();
                faults.add(prepared.mode(), request, fault);
                prepared = choice.choose(request.signature(), best(request));
            }
        }
    }

    /** The mode for a request, prepared for its shapes, which are checked. */
    private PreparedMode prepared(Request request) {
        Optional<PreparedMode> known = choice.find(request.signature());
        if (known.isPresent()) {
            return known.get();
        }
        request.objective().checkShapes(request.shapes());
        if (wanted == ExecutionMode.AUTOMATIC && !multipliesMatrices(request)) {
            // The engine has one kernel for all shapes, and needs no patience.
            Optional<PreparedMode> fused = prepared(ExecutionMode.FUSED, request);
            if (fused.isPresent()) {
                return choice.choose(request.signature(), fused.get());
            }
        }
        return choice.isTimeToCompile(request.signature())
                ? choice.choose(request.signature(), best(request))
                : operations;
    }

    /** The best mode for a request, whose shapes it checks. */
    private PreparedMode best(Request request) {
        request.objective().checkShapes(request.shapes());
        return Optional.of(wanted)
                .filter(mode -> mode != ExecutionMode.AUTOMATIC)
                .flatMap(mode -> prepared(mode, request))
                .or(() -> compiled(request))
                .or(() -> prepared(ExecutionMode.HOST, request))
                .orElse(operations);
    }

    private Optional<PreparedMode> compiled(Request request) {
        return multipliesMatrices(request)
                ? prepared(ExecutionMode.TORCHSCRIPT, request).or(() -> prepared(ExecutionMode.FUSED, request))
                : prepared(ExecutionMode.FUSED, request).or(() -> prepared(ExecutionMode.TORCHSCRIPT, request));
    }

    /** Whether the engine would multiply matrices, for which PyTorch has faster kernels. */
    private boolean multipliesMatrices(Request request) {
        try {
            return engine.multipliesMatrices(request);
        } catch (RuntimeException | StackOverflowError fault) {
            // Each mode records the formula for itself, and reports that it could not.
            return false;
        }
    }

    /** A mode for a request; empty if it cannot serve it, or has failed. */
    private Optional<PreparedMode> prepared(ExecutionMode mode, Request request) {
        if (faults.on(mode, request)) {
            return Optional.empty();
        }
        try {
            return execution(mode).prepare(request);
        } catch (RuntimeException | LinkageError | StackOverflowError fault) {
            faults.add(mode, request, fault);
            return Optional.empty();
        }
    }

    private ModeExecution execution(ExecutionMode mode) {
        return switch (mode) {
            case AUTOMATIC -> throw new IllegalArgumentException("AUTOMATIC is a choice between the other modes");
            case FUSED -> engine;
            case OPERATIONS -> operations;
            case TORCHSCRIPT -> torchScript;
            case HOST -> host;
        };
    }
}
