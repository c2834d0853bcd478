package org.losses4j.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.losses4j.djl.ObjectiveLoss;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Measures forward and backward through a DJL loss, to the gradient by the prediction. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DjlBenchmark {

    @Param
    public Subject subject = Subject.MEAN_SQUARED_ERROR;

    @Param("1024x1000")
    public String size = "";

    private final NDManager manager = NDManager.newBaseManager();
    private final NDList given = new NDList();
    private final NDList trained = new NDList();
    private NDManager step = manager;
    private NDList labels = new NDList();
    private NDList predictions = new NDList();

    @Setup
    public void allocate() {
        subject.inputs(Size.parse(size)).forEach((role, sample) -> {
            NDArray array = manager.create(
                    sample.values(),
                    new Shape(Arrays.stream(sample.shape().toArray())
                            .asLongStream()
                            .toArray()));
            array.setName(role);
            (sample.trained() ? trained : given).add(array);
        });
        if (given.isEmpty()) {
            given.add(manager.zeros(new Shape(1)));
        }
    }

    @TearDown
    public void free() {
        manager.close();
    }

    /** The same values without gradients of earlier steps, to which autograd would add. */
    @Setup(Level.Invocation)
    public void batch() {
        step = manager.newSubManager();
        labels = aliases(given);
        predictions = aliases(trained);
        predictions.forEach(prediction -> prediction.setRequiresGradient(true));
    }

    @TearDown(Level.Invocation)
    public void endOfBatch() {
        step.close();
    }

    private NDList aliases(NDList arrays) {
        NDList aliases = new NDList();
        for (NDArray array : arrays) {
            NDArray alias = array.stopGradient();
            alias.attach(step);
            alias.setName(array.getName());
            aliases.add(alias);
        }
        return aliases;
    }

    @Benchmark
    public NDArray ours(Ours ours) {
        return forwardBackward(ours.loss::evaluate);
    }

    @Benchmark
    public NDArray own(Own own) {
        return forwardBackward(own.loss);
    }

    @Benchmark
    public NDArray composed(Composed composed) {
        return forwardBackward(composed.loss);
    }

    private NDArray forwardBackward(DjlFormula loss) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = loss.value(labels, predictions);
            collector.backward(value);
            return value;
        }
    }

    /** This library's loss. */
    @State(Scope.Benchmark)
    public static class Ours {
        private ObjectiveLoss loss = new ObjectiveLoss(Subject.MEAN_SQUARED_ERROR.objective());

        @Setup
        public void choose(DjlBenchmark benchmark) {
            loss = new ObjectiveLoss(benchmark.subject.objective());
        }
    }

    /** DJL's loss. */
    @State(Scope.Benchmark)
    public static class Own {
        private DjlFormula loss = DjlPeers.own(Subject.MEAN_SQUARED_ERROR).orElseThrow();

        @Setup
        public void choose(DjlBenchmark benchmark) {
            loss = DjlPeers.own(benchmark.subject).orElseThrow();
        }
    }

    /** What a user would write of array operations. */
    @State(Scope.Benchmark)
    public static class Composed {
        private DjlFormula loss = DjlPeers.composed(Subject.HUBER).orElseThrow();

        @Setup
        public void choose(DjlBenchmark benchmark) {
            loss = DjlPeers.composed(benchmark.subject).orElseThrow();
        }
    }
}
