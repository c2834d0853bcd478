package org.losses4j.djl.internal.execution;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.internal.array.GradientCarrier;
import org.losses4j.djl.internal.array.OwnedArrays;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Leaf;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Computes value and derived gradient in float64 on the host. */
final class HostExecution implements ModeExecution {
    private final Programs programs;

    HostExecution(Programs programs) {
        this.programs = programs;
    }

    /**
     * A recorded formula on the host.
     *
     * @param carrier of its gradients
     */
    private record Prepared(Graph graph, GradientCarrier carrier) implements PreparedMode {
        @Override
        public ExecutionMode mode() {
            return ExecutionMode.HOST;
        }

        @Override
        public NDArray compute(Request request) {
            request.checkValues();
            List<Tensor> results = graph.evaluate(onHost(request));
            List<NDArray> gradients = results.stream()
                    .skip(1)
                    .map(tensor -> OwnedArrays.create(request.first(), tensor.toArray(), tensor.shape()))
                    .toList();
            return carrier.carry(
                    request.first(),
                    request.wanted().stream().map(request::array).toList(),
                    gradients,
                    results.get(0).toArray());
        }
    }

    @Override
    public Optional<PreparedMode> prepare(Request request) {
        if (!request.isTorch()) {
            return Optional.empty();
        }
        RecordedFormula recorded = RecordedFormula.of(programs, request);
        return recorded.carrier().map(carrier -> new Prepared(recorded.graph(), carrier));
    }

    /**
     * Whether the work of a request that this can serve is mainly a host function's, over arrays on the host: it is faster
     * there than PyTorch's kernel for the same. All other operations must be on one number for each unit, since tensors on
     * the host are slow.
     */
    boolean suits(Request request) {
        return request.first().getDevice().equals(Device.cpu())
                && isHostFunction(RecordedFormula.of(programs, request).graph());
    }

    private static boolean isHostFunction(Graph graph) {
        int units = graph.nodes().stream()
                .filter(node -> node.op() instanceof HostOp.Value)
                .mapToInt(node -> node.shape().size())
                .max()
                .orElse(0);
        return units > 0
                && graph.nodes().stream()
                        .allMatch(node -> node.op() instanceof Leaf
                                || node.op() instanceof HostOp
                                || node.shape().size() <= units);
    }

    private static Map<String, Tensor> onHost(Request request) {
        Map<String, Tensor> host = new LinkedHashMap<>();
        request.inputs()
                .asMap()
                .forEach((role, tensor) -> host.put(
                        role,
                        ReferenceTensor.of(tensor.toArray(), tensor.shape().toArray())));
        return host;
    }
}
