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
 * @param signature all that the work before the first computation depends on
 */
record Request(Objective objective, Inputs inputs, List<String> wanted, boolean perExample, Signature signature) {

    static Request of(Objective objective, Inputs inputs, List<String> wanted, boolean perExample) {
        NDArray first = ((DjlTensor) inputs.any()).array();
        Signature signature = new Signature(
                objective,
                Map.copyOf(inputs.shapes()),
                List.copyOf(inputs.asMap().keySet()),
                first.getDataType(),
                first.getDevice(),
                wanted,
                perExample);
        return new Request(objective, inputs, wanted, perExample, signature);
    }

    /**
     * Checks the values of the inputs.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    void checkValues() {
        objective.checkValues(inputs);
    }

    List<String> roles() {
        return signature.roles();
    }

    NDArray array(String role) {
        return ((DjlTensor) inputs.get(role)).array();
    }

    NDArray first() {
        return ((DjlTensor) inputs.any()).array();
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
