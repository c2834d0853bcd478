package org.losses4j.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.losses4j.FusedObjective;
import org.losses4j.FusedObjectives;
import org.losses4j.Programs;
import org.losses4j.Wanted;
import org.losses4j.engine.Elements;
import org.losses4j.engine.Engine;
import org.losses4j.engine.Layout;
import org.losses4j.engine.Precision;
import org.losses4j.tensor.Shape;

/**
 * Value and derived gradient by the fused engine, which reads the inputs where PyTorch keeps them and writes the gradients
 * where PyTorch will.
 */
final class FusedExecution implements RoadExecution {
    private static final int CAPACITY = 256;

    private final Programs programs;
    private final FusedObjectives objectives;
    private final Map<Request.Signature, Optional<Prepared>> prepared = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Request.Signature, Optional<Prepared>> eldest) {
            return size() > CAPACITY;
        }
    };

    FusedExecution(Programs programs, Engine engine) {
        this.programs = programs;
        this.objectives = new FusedObjectives(engine, programs);
    }

    /**
     * All that is done for a signature before the first computation.
     *
     * @param value the shape of the value
     * @param gradients the shapes of the gradients
     */
    private record Prepared(FusedObjective objective, Carrier carrier, Shape value, List<Shape> gradients) {}

    @Override
    public boolean serves(Request request) {
        return prepared(request).isPresent();
    }

    @Override
    public NDArray compute(Request request) {
        Prepared ready = prepared(request).orElseThrow();
        NDArray first = request.first();
        List<Elements> inputs = new ArrayList<>();
        for (String role : request.roles()) {
            inputs.add(memory(request.array(role)));
        }
        List<NDArray> gradients = new ArrayList<>();
        List<Elements> targets = new ArrayList<>();
        for (Shape shape : ready.gradients()) {
            NDArray gradient = first.getManager().create(DjlShapes.toDjl(shape), first.getDataType());
            gradients.add(gradient);
            targets.add(memory(gradient));
        }
        double[] value = ready.objective().run(inputs, targets);
        return ready.carrier()
                .carry(first, request.wanted().stream().map(request::array).toList(), gradients, value);
    }

    private Optional<Prepared> prepared(Request request) {
        synchronized (prepared) {
            return prepared.computeIfAbsent(request.signature(), missing -> prepare(request));
        }
    }

    private Optional<Prepared> prepare(Request request) {
        if (!inReach(request)) {
            return Optional.empty();
        }
        Recorded recorded = Recorded.of(programs, request);
        if (recorded.carrier().isEmpty()) {
            return Optional.empty();
        }
        Wanted wanted = request.perExample()
                ? Wanted.PER_EXAMPLE
                : request.wanted().isEmpty() ? Wanted.VALUE : Wanted.VALUE_AND_GRADIENTS;
        Map<String, Layout> layouts = new LinkedHashMap<>();
        request.inputs().asMap().forEach((role, tensor) -> layouts.put(role, layout(tensor.shape())));
        Map<String, Layout> gradients = new LinkedHashMap<>();
        request.wanted()
                .forEach(role ->
                        gradients.put(role, layout(request.inputs().get(role).shape())));
        return objectives
                .prepare(request.objective(), wanted, precision(request), layouts, gradients)
                .map(objective -> new Prepared(
                        objective,
                        recorded.carrier().orElseThrow(),
                        recorded.graph().outputs().get(0).shape(),
                        gradients.values().stream().map(Layout::shape).toList()));
    }

    /** Whether the inputs lie in memory that the host can address. */
    private static boolean inReach(Request request) {
        NDArray first = request.first();
        return first instanceof PtNDArray
                && first.getDevice().equals(Device.cpu())
                && request.roles().stream().map(request::array).allMatch(FusedExecution::isAddressable);
    }

    /** A Java buffer has up to 2³¹ − 1 bytes. */
    private static boolean isAddressable(NDArray array) {
        return array.size() * array.getDataType().getNumOfBytes() <= Integer.MAX_VALUE;
    }

    private static Precision precision(Request request) {
        return request.first().getDataType() == DataType.FLOAT64 ? Precision.FLOAT64 : Precision.FLOAT32;
    }

    private static Layout layout(Shape shape) {
        return Layout.rowMajor(shape).in(Layout.Storage.BUFFER);
    }

    /** An array's own memory; that of a copy in the array's manager if it is not contiguous. */
    private static Elements memory(NDArray array) {
        ByteBuffer bytes = array.toByteBuffer(true);
        return array.getDataType() == DataType.FLOAT64
                ? Elements.of(bytes.asDoubleBuffer(), 0)
                : Elements.of(bytes.asFloatBuffer(), 0);
    }
}
