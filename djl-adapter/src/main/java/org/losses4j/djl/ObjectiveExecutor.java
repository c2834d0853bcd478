package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.Programs;
import org.losses4j.engine.Engine;

/** The one place that decides by which {@link Road} an objective is computed. */
final class ObjectiveExecutor {
    private final @Nullable Road forced;
    private final Programs programs = new Programs();
    private final RoadExecution engine;
    private final RoadExecution autograd = new AutogradExecution();
    private final RoadExecution torchScript = new TorchScriptExecution(programs);
    private final HostExecution host = new HostExecution(programs);
    private final Decisions decisions = new Decisions();

    /**
     * An executor.
     *
     * @param forced the road to take wherever it can serve, or null to choose the best
     * @param engine for {@link Road#ENGINE}
     */
    ObjectiveExecutor(@Nullable Road forced, Engine engine) {
        this.forced = forced;
        this.engine = new FusedExecution(programs, engine);
    }

    /**
     * The value, in the manager of the first input.
     *
     * @param trained the roles that gradients may be wanted by
     */
    NDArray value(Objective objective, Map<String, NDArray> inputs, Set<String> trained) {
        return compute(objective, inputs, trained, false);
    }

    /** The value of each example, [N], without gradients. */
    NDArray perExample(Objective objective, Map<String, NDArray> inputs) {
        return compute(objective, inputs, Set.of(), true);
    }

    /** The road that {@link #value} takes for such inputs once it has seen them before. */
    Road road(Objective objective, Map<String, NDArray> inputs, Set<String> trained) {
        NDArray first = inputs.values().iterator().next();
        try (NDManager scope = first.getManager().newSubManager(first.getDevice())) {
            return best(request(objective, inputs, trained, false, scope));
        }
    }

    private NDArray compute(Objective objective, Map<String, NDArray> inputs, Set<String> trained, boolean perExample) {
        NDArray first = inputs.values().iterator().next();
        try (NDManager scope = first.getManager().newSubManager(first.getDevice())) {
            Request request = request(objective, inputs, trained, perExample, scope);
            Road road = decisions
                    .on(request.signature(), forced != null, () -> best(request))
                    .orElseGet(() -> early(request));
            NDArray value = execution(road).compute(request);
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
        Inputs prepared = Preparation.prepare(objective, inputs, trained, scope);
        // DJL does not tell whether an array that is no leaf has a gradient, so all that may have one get one.
        List<String> wanted = collecting(inputs.values().iterator().next())
                ? inputs.keySet().stream().filter(trained::contains).toList()
                : List.of();
        return Request.of(objective, prepared, wanted, perExample);
    }

    /** Whether operations on this thread are recorded for autograd. */
    private static boolean collecting(NDArray array) {
        return !(array instanceof PtNDArray) || JniUtils.isGradMode();
    }

    /** The decision: the best road for a request whose shapes fit. */
    private Road best(Request request) {
        request.objective().checkShapes(request.inputs().shapes());
        if (forced != null && execution(forced).serves(request)) {
            return forced;
        }
        if (engine.serves(request)) {
            return Road.ENGINE;
        }
        if (host.suits(request)) {
            return Road.HOST;
        }
        if (torchScript.serves(request)) {
            return Road.TORCHSCRIPT;
        }
        return host.serves(request) ? Road.HOST : Road.AUTOGRAD;
    }

    /** What is compiled pays off from its second run on, and shapes that never return need none of it. */
    private static Road early(Request request) {
        request.objective().checkShapes(request.inputs().shapes());
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
