package org.losses4j.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.losses4j.cache.BoundedCache;
import org.losses4j.engine.PlanTemplate.Planned;
import org.losses4j.engine.internal.codegen.Kernel;
import org.losses4j.engine.internal.codegen.KernelClass;
import org.losses4j.engine.internal.codegen.KernelForm;
import org.losses4j.engine.internal.codegen.KernelStructure;
import org.losses4j.engine.internal.codegen.VectorModule;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.plan.Signature;
import org.losses4j.engine.internal.plan.Sweep;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.internal.plan.SweepSchedule;
import org.losses4j.engine.internal.plan.UnsupportedGraphException;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.internal.run.ScratchMemory;
import org.losses4j.engine.internal.run.SweepKernels;
import org.losses4j.engine.internal.run.SweepRunner;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Leaf;

/** Plans the memory of each sweep and chooses the forms of its kernels. */
final class KernelChoice {
    private final EngineOptions options;
    private final KernelTiers tiers;
    private final BoundedCache<KernelStructure, Optional<SweepKernels>> kernels;
    private final Signature signature;
    private final SweepSchedule schedule;
    private final Precision precision;
    private final int largest;
    private final int lanes;

    /**
     * A choice for the sweeps of a program.
     *
     * @param tiers combines a lane-by-lane kernel with the vector kernel of the same sweep
     * @param kernels the kernels of earlier sweeps
     */
    KernelChoice(
            EngineOptions options,
            KernelTiers tiers,
            BoundedCache<KernelStructure, Optional<SweepKernels>> kernels,
            Signature signature,
            SweepSchedule schedule) {
        this.options = options;
        this.tiers = tiers;
        this.kernels = kernels;
        this.signature = signature;
        this.schedule = schedule;
        this.precision = signature.precision();
        this.largest = largest();
        this.lanes = isScalar() ? 1 : VectorModule.lanes(precision);
    }

    private boolean isScalar() {
        return options.vectors() == EngineOptions.Vectors.NEVER || largest < options.vectorsFrom();
    }

    /** The number of elements of the largest tensor. */
    private int largest() {
        int largest = 0;
        for (Layout input : signature.inputs().values()) {
            largest = Math.max(largest, input.shape().size());
        }
        for (Layout output : signature.outputs()) {
            largest = Math.max(largest, output.shape().size());
        }
        return largest;
    }

    /** The plans of the sweeps. */
    List<Planned> sweeps() {
        List<Planned> sweeps = new ArrayList<>();
        for (Sweep sweep : schedule.sweeps()) {
            SweepPlan plan = SweepPlan.of(schedule.rows(), sweep, this::layout, lanes);
            sweeps.add(new Planned(plan, KernelStructure.of(plan, precision, hasFewRows(plan))));
        }
        return sweeps;
    }

    /** The plans of sweeps that were planned for other extents. */
    List<Planned> sweeps(List<Planned> others) {
        List<Planned> sweeps = new ArrayList<>();
        for (Planned other : others) {
            SweepPlan plan = other.plan().with(schedule.rows(), this::layout, lanes);
            sweeps.add(new Planned(plan, other.kernel().with(plan, precision, hasFewRows(plan))));
        }
        return sweeps;
    }

    List<SweepRunner> runners(List<Planned> sweeps) {
        List<SweepRunner> runners = new ArrayList<>();
        for (Planned sweep : sweeps) {
            SweepKernels found = kernels.get(sweep.kernel(), structure -> kernels(sweep.plan()))
                    .orElseThrow(() -> new UnsupportedGraphException(
                            "a loop of more than " + KernelClass.LONGEST + " bytes, which Java does not compile"));
            if (!KernelTiers.isSmall(largest)) {
                found.startWarmUp();
            }
            runners.add(new SweepRunner(sweep.plan(), precision, found));
        }
        return runners;
    }

    /** Whether vectors would run across rows, but there are fewer than lanes. */
    private boolean hasFewRows(SweepPlan plan) {
        return plan.memoryPlan().acrossRows()
                && plan.memoryPlan().rowExtent() < plan.memoryPlan().lanes();
    }

    private Optional<SweepKernels> kernels(SweepPlan plan) {
        return lanes == 1 || hasFewRows(plan) ? scalarKernel(plan) : vectorKernels(plan);
    }

    private Optional<SweepKernels> scalarKernel(SweepPlan plan) {
        return kernel(plan, KernelForm.SCALAR).map(scalar -> new SweepKernels(null, scalar));
    }

    private Optional<SweepKernels> vectorKernels(SweepPlan plan) {
        return KernelClass.write(plan, precision, KernelForm.VECTORS)
                .map(code -> tiered(plan, code))
                .flatMap(kernel -> plan.memoryPlan().acrossRows()
                        ? kernel(plan, KernelForm.SCALAR).map(scalar -> new SweepKernels(kernel, scalar))
                        : Optional.of(new SweepKernels(null, kernel)));
    }

    private Kernel tiered(SweepPlan plan, KernelClass.Code vectors) {
        if (options.vectors() != EngineOptions.Vectors.WHEN_FASTER) {
            return vectors.load();
        }
        Optional<Kernel> laneByLane = kernel(plan, KernelForm.LANE_BY_LANE);
        if (laneByLane.isEmpty()) {
            return vectors.load();
        }
        return tiers.combine(
                laneByLane.get(),
                vectors.load(),
                () -> new ScratchMemory(plan, precision, vectors.isCounted()),
                largest);
    }

    private Optional<Kernel> kernel(SweepPlan plan, KernelForm form) {
        return KernelClass.load(plan, precision, form);
    }

    private Layout layout(Access.Memory memory) {
        if (memory instanceof Access.Memory.Input input) {
            Layout layout = signature.inputs().get(input.role());
            if (layout == null) {
                throw new IllegalArgumentException("There is no layout for the input '" + input.role() + "'; given: "
                        + signature.inputs().keySet());
            }
            return layout;
        }
        List<Leaf.Literal> literals = schedule.rows().formula().literals();
        return memory instanceof Access.Memory.Output output
                ? signature.outputs().get(output.number())
                : Layout.rowMajor(
                        literals.get(((Access.Memory.Literal) memory).number()).shape());
    }
}
