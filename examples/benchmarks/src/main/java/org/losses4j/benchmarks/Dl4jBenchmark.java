package org.losses4j.benchmarks;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.losses4j.Role;
import org.losses4j.dl4j.ObjectiveLoss;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures what Deeplearning4j's output layers compute in a training step: the gradient, then the score, each from its own
 * copy of the raw output and in a workspace.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Dl4jBenchmark {
    private static final WorkspaceConfiguration STEP = WorkspaceConfiguration.builder()
            .policyAllocation(AllocationPolicy.STRICT)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .build();

    @Param
    public Subject subject = Subject.MEAN_SQUARED_ERROR;

    @Param("1024x1000")
    public String size = "";

    private Arrays arrays = new Arrays(Nd4j.empty(), Nd4j.empty(), Nd4j.empty(), Nd4j.empty());

    @Setup
    public void allocate() {
        Threads.limitNd4j();
        arrays = Arrays.of(subject, Size.parse(size));
    }

    /** Layers compute their raw output anew for each call, and some losses overwrite it. */
    @Setup(Level.Invocation)
    public void layer() {
        arrays.renew();
    }

    @Benchmark
    public double ours(Ours ours) {
        return step(ours.loss, ours.activation);
    }

    @Benchmark
    public double own(Own own) {
        return step(own.loss, own.activation);
    }

    @Benchmark
    public double composed(Composed composed) {
        try (MemoryWorkspace ignored = workspace()) {
            composed.loss.gradient(arrays.labels, arrays.forGradient);
            return composed.loss.score(arrays.labels, arrays.forScore);
        }
    }

    private double step(ILossFunction loss, IActivation activation) {
        try (MemoryWorkspace ignored = workspace()) {
            loss.computeGradient(arrays.labels, arrays.forGradient, activation, null);
            return loss.computeScore(arrays.labels, arrays.forScore, activation, null, false);
        }
    }

    private static MemoryWorkspace workspace() {
        return Nd4j.getWorkspaceManager().getAndActivateWorkspace(STEP, "losses4j-benchmarks");
    }

    /** This library's loss. */
    @State(Scope.Benchmark)
    public static class Ours {
        private ILossFunction loss = new ObjectiveLoss(Subject.MEAN_SQUARED_ERROR.objective());
        private IActivation activation = Dl4jPeers.activation(Subject.MEAN_SQUARED_ERROR);

        @Setup
        public void choose(Dl4jBenchmark benchmark) {
            loss = new ObjectiveLoss(benchmark.subject.objective());
            activation = Dl4jPeers.activation(benchmark.subject);
        }
    }

    /** Deeplearning4j's loss. */
    @State(Scope.Benchmark)
    public static class Own {
        private ILossFunction loss = Dl4jPeers.own(Subject.MEAN_SQUARED_ERROR).orElseThrow();
        private IActivation activation = Dl4jPeers.activation(Subject.MEAN_SQUARED_ERROR);

        @Setup
        public void choose(Dl4jBenchmark benchmark) {
            loss = Dl4jPeers.own(benchmark.subject).orElseThrow();
            activation = Dl4jPeers.activation(benchmark.subject);
        }
    }

    /** What a user would write of array operations. */
    @State(Scope.Benchmark)
    public static class Composed {
        private Dl4jFormula loss = Dl4jPeers.composed(Subject.HUBER).orElseThrow();

        @Setup
        public void choose(Dl4jBenchmark benchmark) {
            loss = Dl4jPeers.composed(benchmark.subject).orElseThrow();
        }
    }

    private record Arrays(INDArray labels, INDArray output, INDArray forGradient, INDArray forScore) {

        static Arrays of(Subject subject, Size size) {
            Map<String, Sample> inputs = subject.inputs(size);
            INDArray output = array(inputs, Role.PREDICTION, size.rows());
            return new Arrays(array(inputs, Role.TARGET, size.rows()), output, output.dup(), output.dup());
        }

        private static INDArray array(Map<String, Sample> inputs, String role, int rows) {
            float[] values = Objects.requireNonNull(inputs.get(role)).values();
            return Nd4j.createFromArray(values).reshape('c', rows, values.length / rows);
        }

        void renew() {
            forGradient.assign(output);
            forScore.assign(output);
        }
    }
}
