package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.Programs;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Value and derived gradient computed in float64 on the host. */
final class HostExecution implements RoadExecution {
    private final Programs programs;

    HostExecution(Programs programs) {
        this.programs = programs;
    }

    @Override
    public boolean serves(Request request) {
        return request.first() instanceof PtNDArray
                && Recorded.of(programs, request).carrier().isPresent();
    }

    @Override
    public NDArray compute(Request request) {
        request.checkValues();
        Recorded recorded = Recorded.of(programs, request);
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
