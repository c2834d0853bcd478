package org.losses4j.djl.internal.execution;

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
