package org.losses4j.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.tensor.Shape;

/**
 * What is to be computed.
 *
 * @param inputs checked, of one type and on one device, all of them in a manager of their own
 * @param wanted the roles that gradients are to flow to; empty if the value alone is wanted
 * @param perExample whether {@link Objective#perExample} is wanted instead of the value
 */
record Request(Objective objective, Inputs inputs, List<String> wanted, boolean perExample) {

    List<String> roles() {
        return List.copyOf(inputs.asMap().keySet());
    }

    NDArray array(String role) {
        return ((DjlTensor) inputs.get(role)).array();
    }

    NDArray first() {
        return ((DjlTensor) inputs.any()).array();
    }

    /** All that the work before the first computation depends on. */
    Signature signature() {
        return new Signature(
                objective,
                Map.copyOf(inputs.shapes()),
                roles(),
                first().getDataType(),
                first().getDevice(),
                wanted,
                perExample);
    }

    /** The same for all requests that one compiled module serves. */
    record Signature(
            Objective objective,
            Map<String, Shape> shapes,
            List<String> roles,
            DataType type,
            Device device,
            List<String> wanted,
            boolean perExample) {}
}
