package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.tensor.Tensor;

/** Computes the formula itself, operation by operation over {@link DjlTensor}, for DJL's own autograd. */
final class OperationsExecution implements ModeExecution, PreparedMode {

    @Override
    public Optional<PreparedMode> prepare(Request request) {
        return Optional.of(this);
    }

    @Override
    public ExecutionMode mode() {
        return ExecutionMode.OPERATIONS;
    }

    @Override
    public NDArray compute(Request request) {
        request.checkValues();
        Tensor value = request.perExample()
                ? request.objective().perExample(request.inputs())
                : request.objective().value(request.inputs());
        return ((DjlTensor) value).array();
    }
}
