package org.losses4j.dl4j.adversarial;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.Objective;
import org.losses4j.dl4j.internal.array.Nd4jOps;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes the gradient of a penalty on ∇ₓD(x) by the parameters θ of a critic D, from first-order passes only.
 *
 * <p>With v the penalty's gradient by ∇ₓD, the result is ∂/∂θ Σ v·∇ₓD(x): the derivative of ∂D/∂θ along v. For each example
 * v is c·u with u of length 1, and the derivative is the central difference of two backward passes, at x ± h·u, with c as
 * the gradient of the output. Its error is of the order h², with h the cube root of the data type's precision times the
 * inputs' size: about 10⁻⁹ in float64 and 10⁻⁴ in float32 for smooth critics. Examples must not depend on one another, as
 * they do under batch normalisation.
 */
final class PenaltyGradient {
    private final Objective penalty;
    private final Nd4jExecution execution;

    PenaltyGradient(Objective penalty, Nd4jExecution execution) {
        this.penalty = penalty;
        this.execution = execution;
    }

    /**
     * A penalty and its gradient.
     *
     * @param value the value of the penalty
     * @param gradient the penalty's gradient by the critic's parameters
     */
    record Result(double value, INDArray gradient) {}

    Result of(Trainee critic, INDArray points) {
        INDArray slopes = critic.backward(Nd4j.onesLike(critic.forward(points)));
        String role = penalty.roles().get(0).name();
        Nd4jExecution.Step step = execution.step(penalty, Map.of(role, slopes), List.of(role), 1);
        INDArray byslope = Objects.requireNonNull(step.gradients().get(role));

        long[] column = new long[points.rank()];
        Arrays.fill(column, 1);
        column[0] = points.size(0);
        int[] axes = java.util.stream.IntStream.range(1, points.rank()).toArray();
        INDArray lengths = byslope.norm2(true, axes);
        INDArray unit = byslope.div(Nd4jOps.expand(
                lengths.add(lengths.eq(0).castTo(lengths.dataType())).reshape('c', column), Nd4jShapes.of(points)));

        double precision = points.dataType() == DataType.DOUBLE ? 0x1p-52 : 0x1p-23;
        double size = Math.sqrt(points.mul(points).meanNumber().doubleValue());
        double h = Math.cbrt(precision) * Math.max(1e-3, size) * Math.sqrt(points.length() / (double) points.size(0));
        INDArray ahead = parameterGradient(critic, points.add(unit.mul(h)), lengths);
        INDArray behind = parameterGradient(critic, points.sub(unit.mul(h)), lengths);
        return new Result(step.value(), ahead.subi(behind).divi(2 * h));
    }

    private static INDArray parameterGradient(Trainee critic, INDArray points, INDArray byOutput) {
        INDArray output = critic.forward(points);
        critic.backward(byOutput.reshape('c', output.shape()));
        return critic.gradient().dup();
    }

    /**
     * Refuses critics with batch normalisation: an example's output then depends on the whole batch, and the penalty on the
     * gradient by each single example is not defined.
     *
     * @throws IllegalArgumentException naming the layer
     */
    static void checkExamplesAreIndependent(Model critic) {
        Layer[] layers = critic instanceof MultiLayerNetwork network
                ? network.getLayers()
                : ((ComputationGraph) critic).getLayers();
        for (Layer layer : layers) {
            Layer inner = layer;
            while (inner instanceof BaseWrapperLayer wrapper) {
                inner = wrapper.getUnderlying();
            }
            if (inner instanceof BatchNormalization) {
                throw new IllegalArgumentException("The critic's layer "
                        + inner.conf().getLayer().getLayerName() + " is a BatchNormalization, which makes each output"
                        + " depend on the whole batch, and the gradient penalty is about the gradient of each example: leave"
                        + " it out, or use hasLayerNorm(true) of dense layers, or penaltyFactor 0");
            }
        }
    }

    /** A random point on the segment between each real example and the generated example of the same index. */
    static INDArray between(INDArray real, INDArray fake, java.util.Random random) {
        double[] shares = new double[Math.toIntExact(real.size(0))];
        Arrays.setAll(shares, i -> random.nextDouble());
        long[] column = new long[real.rank()];
        Arrays.fill(column, 1);
        column[0] = shares.length;
        INDArray share = Nd4jOps.expand(Nd4j.create(shares, column, real.dataType()), Nd4jShapes.of(real));
        return real.mul(share).addi(fake.mul(share.neg().addi(1)));
    }
}
