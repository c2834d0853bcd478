package org.losses4j.dl4j.samediff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.dl4j.nd4j.Nd4jTensor;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs any graph as operations of SameDiff, in float64. */
public final class SameDiffGraphs {
    private SameDiffGraphs() {}

    /** All outputs of a graph. */
    public static List<Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        SameDiff sd = SameDiff.create();
        Map<String, Operand> operands = new LinkedHashMap<>();
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        double[] known = {1};
        BatchSize batch = new BatchSize(sd, known, null, 0);
        GraphOps ops = new GraphOps(sd, batch);
        inputs.forEach((name, tensor) -> {
            long[] shape = Nd4jShapes.toArray(tensor.shape());
            operands.put(name, ops.operand(sd.placeHolder(name, DataType.DOUBLE, shape), DataType.DOUBLE));
            arrays.put(name, Nd4j.create(tensor.toArray(), shape, DataType.DOUBLE));
        });
        List<SDVariable> outputs = new GraphWriter(
                        sd, DataType.DOUBLE, new RecordedSamples(List.of(graph), known), batch, operands, ops)
                .write();
        return outputs.stream()
                .map(output -> (Tensor)
                        Nd4jTensor.of(output.isConstant() ? output.getArr() : sd.outputSingle(arrays, output.name())))
                .toList();
    }
}
