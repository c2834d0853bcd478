package org.losses4j.djl.internal.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.losses4j.djl.internal.array.DjlShapes;
import org.losses4j.djl.internal.array.OwnedArrays;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Runs any graph as TorchScript, in float64. */
public final class TorchScriptGraphs {
    private TorchScriptGraphs() {}

    /** All outputs of a graph. */
    public static List<Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList arrays = new NDList();
            inputs.values().forEach(x -> arrays.add(manager.create(x.toArray(), DjlShapes.toDjl(x.shape()))));
            List<Tensor> outputs = new ArrayList<>();
            for (int i = 0; i < graph.outputs().size(); i++) {
                outputs.add(run(graph, List.copyOf(inputs.keySet()), arrays, i));
            }
            return outputs;
        }
    }

    private static Tensor run(Graph graph, List<String> roles, NDList arrays, int output) {
        TorchScriptText text = new TorchScriptText(DataType.FLOAT64, roles);
        String method = text.method(text.write(graph).get(output));
        try (TorchScriptModule module = new TorchScriptModule(
                        method,
                        manager -> text.literals().stream()
                                .map(x -> OwnedArrays.create(arrays.get(0), x.values(), x.shape()))
                                .toList());
                TorchScriptModule.Lease lease = module.lease()) {
            NDArray result = lease.run(arrays);
            return ReferenceTensor.of(
                    result.toDoubleArray(), DjlShapes.of(result).toArray());
        }
    }
}
