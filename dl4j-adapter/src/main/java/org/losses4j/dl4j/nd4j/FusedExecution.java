package org.losses4j.dl4j.nd4j;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.losses4j.CompositeObjective;
import org.losses4j.Objective;
import org.losses4j.cache.BoundedCache;
import org.losses4j.dl4j.internal.array.HostMemory;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Layout;
import org.losses4j.execution.FusedObjectives;
import org.losses4j.execution.Programs;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes objectives on the fused engine, over the arrays' own memory; keeps the compiled programs. Safe for several threads. */
class FusedExecution {
    private static final Logger LOG = LoggerFactory.getLogger(FusedExecution.class);
    private static final int CAPACITY = 512;

    private final FusedObjectives objectives;
    private final BoundedCache<CallSignature, Optional<ArrayProgram>> known = new BoundedCache<>(CAPACITY);
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    FusedExecution(Programs programs, Engine engine) {
        this.objectives = new FusedObjectives(engine, programs);
    }

    /**
     * Prepares an objective in the background for the gradients of N times its value.
     *
     * @param sequences whether labels may be [N, C, T] as well as [N, C]
     */
    void expect(Objective objective, Collection<String> gradients, boolean sequences) {
        if (!HostMemory.present()) {
            return;
        }
        objectives.expect(objective, Shape.of(64, 128), gradients, FusedExecution::labels, true);
        if (sequences) {
            objectives.expect(objective, Shape.of(8, 16, 128), gradients, FusedExecution::labels, true);
        }
    }

    /** The layout of labels: those of sequences are views, with their channels last, of arrays that have them second. */
    private static Layout labels(Shape shape) {
        if (shape.rank() < 3) {
            return Layout.rowMajor(shape).in(Layout.Storage.BYTES);
        }
        int steps = shape.extent(1);
        return new Layout(shape, List.of(steps * shape.extent(2), 1, steps), Layout.Storage.BYTES);
    }

    /**
     * The program that computes what is wanted on arrays like {@code inputs}; empty if the engine does not take the
     * objective, or cannot reach the arrays.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix if the shapes do not fit
     */
    Optional<ArrayProgram> find(CallSignature wanted, Map<String, INDArray> inputs) {
        return HostMemory.present()
                ? known.get(wanted, call -> ArrayProgram.of(objectives, call, inputs))
                : Optional.empty();
    }

    /** Runs a program that was found for such inputs. */
    ArrayProgram.Outcome run(ArrayProgram program, Map<String, INDArray> inputs) {
        return program.run(inputs);
    }

    /** Leaves such computations to others from now on, as one of them failed; says so once for each objective. */
    final void giveUp(CallSignature call, Throwable fault) {
        known.put(call, Optional.empty());
        String name = reportedAs(call.objective());
        if (reported.add(name)) {
            LOG.warn(
                    "{}: the fused engine failed ({}), and what it failed at is computed by INDArray operations from now on,"
                            + " slower but as exactly: please report this line, the stack trace of which is logged at DEBUG",
                    name,
                    fault.toString());
            LOG.debug("{}: the fused engine failed", name, fault);
        }
    }

    /** Says once for each objective that operations compute it, though the engine was asked to. */
    final void tellThatItCannotServe(CallSignature call) {
        String name = reportedAs(call.objective());
        if (reported.add(name)) {
            LOG.info(
                    "{}: the fused engine does not take this objective, or cannot reach the arrays; INDArray operations compute it."
                            + " docs/engine.md lists what the engine takes",
                    name);
        }
    }

    /** The name for the log: a multiple of an objective is reported as the objective. */
    private static String reportedAs(Objective objective) {
        return objective instanceof CompositeObjective sum && sum.terms().size() == 1
                ? reportedAs(sum.terms().get(0).objective())
                : objective.name();
    }
}
