package org.losses4j.djl.internal.execution;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Override
    public boolean serves(Request request) {
        return request.isTorch()
                && RecordedFormula.of(programs, request).carrier().isPresent();
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

    @Override
    public NDArray compute(Request request) {
        request.checkValues();
        RecordedFormula recorded = RecordedFormula.of(programs, request);
        List<Tensor> results = recorded.graph().evaluate(onHost(request));
        List<NDArray> gradients = results.stream()
                .skip(1)
                .map(tensor -> OwnedArrays.create(request.first(), tensor.toArray(), tensor.shape()))
                .toList();
        return recorded.carrier()
                .orElseThrow()
                .carry(
                        request.first(),
                        request.wanted().stream().map(request::array).toList(),
                        gradients,
                        results.get(0).toArray());
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
