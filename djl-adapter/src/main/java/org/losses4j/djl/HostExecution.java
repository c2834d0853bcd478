package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.losses4j.Programs;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Value and derived gradient computed in float64 on the host. */
final class HostExecution implements RoadExecution {
    private static final int CAPACITY = 64;

    private final Programs programs;
    private final ModuleCache<Request.Signature> carriers = new ModuleCache<>(CAPACITY);

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
        Recorded recorded = Recorded.of(programs, request);
        List<NDArray> results = recorded.graph().evaluate(onHost(request)).stream()
                .map(tensor -> OwnedArrays.create(request.first(), tensor.toArray(), tensor.shape()))
                .toList();
        if (request.wanted().isEmpty()) {
            return results.get(0);
        }
        NDList inputs = new NDList();
        request.wanted().forEach(role -> inputs.add(request.array(role)));
        inputs.addAll(results.subList(1, results.size()));
        inputs.add(results.get(0));
        try (TorchScriptModule.Lease module = carriers.lease(
                request.signature(), () -> compile(request, recorded.carrier().orElseThrow()))) {
            return module.run(inputs);
        }
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

    private static TorchScriptModule compile(Request request, Carrier carrier) {
        int gradients = request.wanted().size();
        List<String> parameters = new ArrayList<>();
        IntStream.rangeClosed(0, 2 * gradients).forEach(i -> parameters.add("input " + i));
        TorchScriptText text = new TorchScriptText(request.first().getDataType(), parameters);
        List<String> names = parameters.stream().map(text::input).toList();
        String value = carrier.write(
                text, names.subList(0, gradients), names.subList(gradients, 2 * gradients), names.get(2 * gradients));
        return new TorchScriptModule(text.method(value), manager -> List.of());
    }
}
