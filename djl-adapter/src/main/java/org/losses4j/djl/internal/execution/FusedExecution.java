package org.losses4j.djl.internal.execution;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.internal.array.GradientCarrier;
import org.losses4j.djl.internal.pytorch.SpinLimit;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Computation;
import org.losses4j.execution.FusedObjective;
import org.losses4j.execution.FusedObjectives;
import org.losses4j.execution.Programs;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Node;
import org.losses4j.graph.Op;
import org.losses4j.graph.PairOp;
import org.losses4j.tensor.Shape;

/**
 * Computes value and derived gradient by the fused engine, which reads the inputs from PyTorch's own memory and writes the
 * gradients into it.
 */
final class FusedExecution implements ModeExecution {
    private static final Shape EXPECTED = Shape.of(64, 128);

    private final Programs programs;
    private final Engine engine;
    private final FusedObjectives objectives;

    FusedExecution(Programs programs, Engine engine) {
        this.programs = programs;
        this.engine = engine;
        this.objectives = new FusedObjectives(engine, programs);
    }

    /**
     * The objective compiled for a signature, with all else that is computed once for it.
     *
     * @param gradients the shapes of the gradients' arrays
     */
    record Prepared(
            FusedObjective objective,
            GradientCarrier carrier,
            Precision precision,
            List<ai.djl.ndarray.types.Shape> gradients)
            implements PreparedMode {
        @Override
        public ExecutionMode mode() {
            return ExecutionMode.FUSED;
        }

        @Override
        public NDArray compute(Request request) {
            NDArray value;
            // Small batches notice a manager; copies of views would stay behind in the caller's without this.
            try (NDScope scope = new NDScope()) {
                value = carried(request);
                NDScope.unregister(value);
            }
            NDScope.register(value);
            return value;
        }

        private NDArray carried(Request request) {
            List<NDArray> inputs = new ArrayList<>();
            List<NDArray> carriers = new ArrayList<>();
            List<NDArray> slopes = new ArrayList<>();
            for (String role : request.roles()) {
                NDArray input = request.fitted(role);
                inputs.add(input);
                if (request.wanted().contains(role)) {
                    carriers.add(carrier.shaped(input));
                    slopes.add(slope(input, gradients.get(slopes.size())));
                }
            }
            double[] value = run(inputs, slopes);
            return carrier.carryShaped(inputs.get(0), carriers, slopes, value);
        }

        private static NDArray slope(NDArray input, ai.djl.ndarray.types.Shape shape) {
            return input.getManager().create(shape, input.getDataType(), input.getDevice());
        }

        /**
         * Checks the inputs' values and computes.
         *
         * @param slopes contiguous arrays of the computed type, which the gradients that are wanted overwrite
         * @return the value
         * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
         */
        double[] compute(Request request, List<NDArray> slopes) {
            return run(request.roles().stream().map(request::array).toList(), slopes);
        }

        private double[] run(Collection<NDArray> inputs, List<NDArray> slopes) {
            return objective.run(memory(inputs, precision), memory(slopes, precision));
        }
    }

    /** Prepares an objective in the background for a training that is expected to begin. */
    void expect(Objective objective, Set<String> trained) {
        if (engine.warmsUp()) {
            SpinLimit.start();
        }
        objectives.expect(objective, EXPECTED, trained, FusedExecution::layout, false);
    }

    @Override
    public Optional<PreparedMode> prepare(Request request) {
        if (!inReach(request)) {
            return Optional.empty();
        }
        RecordedFormula recorded = RecordedFormula.of(programs, request);
        Optional<GradientCarrier> carrier = recorded.carrier();
        if (carrier.isEmpty()) {
            return Optional.empty();
        }
        Computation wanted = request.perExample()
                ? Computation.PER_EXAMPLE
                : request.wanted().isEmpty() ? Computation.VALUE : Computation.VALUE_AND_GRADIENTS;
        Map<String, Layout> layouts = new LinkedHashMap<>();
        request.shapes().forEach((role, shape) -> layouts.put(role, layout(shape)));
        Map<String, Layout> gradients = new LinkedHashMap<>(layouts);
        gradients.keySet().retainAll(request.wanted());
        Precision precision = request.signature().type() == DataType.FLOAT64 ? Precision.FLOAT64 : Precision.FLOAT32;
        return objectives
                .prepare(request.objective(), wanted, precision, layouts, gradients)
                .map(objective -> new Prepared(
                        objective,
                        carrier.get(),
                        precision,
                        gradients.values().stream()
                                .map(layout -> carrier.get().arrayOf(layout.shape()))
                                .toList()));
    }

    /** Whether there are matrix products, for which PyTorch has faster kernels, and no host functions, which it does not have. */
    boolean multipliesMatrices(Request request) {
        List<Op> operations = RecordedFormula.of(programs, request).graph().nodes().stream()
                .map(Node::op)
                .toList();
        return operations.stream().anyMatch(PairOp.Matmul.class::isInstance)
                && operations.stream().noneMatch(HostOp.class::isInstance);
    }

    /** Whether the inputs lie in memory that the host can address; a Java buffer has up to 2³¹ − 1 bytes. */
    private static boolean inReach(Request request) {
        long width = request.signature().type().getNumOfBytes();
        return request.isTorch()
                && request.signature().device().equals(Device.cpu())
                && request.signature().shapes().stream().allMatch(shape -> shape.size() * width <= Integer.MAX_VALUE);
    }

    private static Layout layout(Shape shape) {
        return Layout.rowMajor(shape).in(Layout.Storage.BYTES);
    }

    /** The arrays' own memory; for an array that is not contiguous, the memory of a copy, in the array's manager and DJL's scope. */
    private static List<Elements> memory(Collection<NDArray> arrays, Precision precision) {
        List<Elements> memory = new ArrayList<>(arrays.size());
        for (NDArray array : arrays) {
            memory.add(Elements.of(array.toByteBuffer(true), precision, 0));
        }
        return memory;
    }
}
