package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.ExecutionContract;
import org.losses4j.djl.conformance.DjlExecution;
import org.losses4j.djl.execution.ExecutionMode;

/** The modes on an NVIDIA GPU; skipped, with the reason, where there is none or no CUDA build of PyTorch. */
@EnabledIf(
        value = "sawAGpu",
        disabledReason = "PyTorch sees no GPU: this needs an NVIDIA GPU, its driver, and the CUDA natives of PyTorch,"
                + " see docs/djl.md")
class CudaTest {

    static boolean sawAGpu() {
        return Engine.getInstance().getGpuCount() > 0;
    }

    @Nested
    class ByTorchScript extends ExecutionContract {
        private static final Execution EXECUTION =
                DjlExecution.on(ExecutionMode.TORCHSCRIPT).on(Device.gpu());

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class ByAutograd extends ExecutionContract {
        private static final Execution EXECUTION =
                DjlExecution.on(ExecutionMode.OPERATIONS).on(Device.gpu());

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class OnTheHost extends ExecutionContract {
        private static final Execution EXECUTION =
                DjlExecution.on(ExecutionMode.HOST).on(Device.gpu());

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Test
    void labelsOnTheHostAreMovedAndTheRestStays() {
        try (NDManager host = NDManager.newBaseManager(Device.cpu());
                NDManager device = NDManager.newBaseManager(Device.gpu());
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray labels = host.create(new long[] {0});
            NDArray logits = device.create(new float[] {2, 1, 0.1f}, new Shape(1, 3));
            logits.setRequiresGradient(true);
            NDArray value = ObjectiveLoss.builder(Objective.of(Losses.of("sparse_categorical_cross_entropy")))
                    .executionMode(ExecutionMode.TORCHSCRIPT)
                    .build()
                    .evaluate(new NDList(labels), new NDList(logits));
            assertEquals(Device.gpu(), value.getDevice());
            collector.backward(value);
            assertEquals(0.4170, value.getFloat(), 5e-5);
            assertArrayEquals(
                    new float[] {-0.341f, 0.2424f, 0.0986f},
                    logits.getGradient().toFloatArray(),
                    1e-4f);
        }
    }

    @Test
    void halfPrecisionKeepsItsGradient() {
        try (NDManager device = NDManager.newBaseManager(Device.gpu());
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray half = device.create(new float[] {300, 1}).toType(DataType.FLOAT16, true);
            half.setRequiresGradient(true);
            NDArray value = new ObjectiveLoss(Losses.of("mean_squared_error"))
                    .evaluate(new NDList(device.zeros(new Shape(2))), new NDList(half));
            collector.backward(value);
            assertEquals(45000.5, value.getFloat(), 1);
            assertEquals(DataType.FLOAT16, half.getGradient().getDataType());
            assertArrayEquals(
                    new float[] {300, 1},
                    half.getGradient().toType(DataType.FLOAT32, true).toFloatArray(),
                    1e-2f);
        }
    }
}
