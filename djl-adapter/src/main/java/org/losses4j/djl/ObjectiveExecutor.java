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

/** The one place that decides by which {@link Road} an objective is computed. */
final class ObjectiveExecutor {
    private final @Nullable Road forced;
    private final Programs programs = new Programs();
    private final RoadExecution autograd = new AutogradExecution();
    private final RoadExecution torchScript = new TorchScriptExecution(programs);
    private final RoadExecution host = new HostExecution(programs);
    private final Decisions decisions = new Decisions();

    /**
     * An executor.
     *
     * @param forced the road to take wherever it can serve, or null to choose the best
     */
    ObjectiveExecutor(@Nullable Road forced) {
        this.forced = forced;
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
            Decisions.Decision decision = decisions.on(request.signature(), () -> best(request));
            objective.checkValues(request.inputs());
            NDArray value = execution(now(decision)).compute(request);
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
        if (torchScript.serves(request)) {
            return Road.TORCHSCRIPT;
        }
        return host.serves(request) ? Road.HOST : Road.AUTOGRAD;
    }

    /** A module pays off from its second run on, and shapes that never return need none. */
    private Road now(Decisions.Decision decision) {
        boolean early = decision.road() == Road.TORCHSCRIPT && !decision.again() && forced == null;
        return early ? Road.AUTOGRAD : decision.road();
    }

    private RoadExecution execution(Road road) {
        return switch (road) {
            case AUTOGRAD -> autograd;
            case TORCHSCRIPT -> torchScript;
            case HOST -> host;
        };
    }
}
