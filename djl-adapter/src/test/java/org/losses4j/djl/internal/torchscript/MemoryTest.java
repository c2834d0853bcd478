package org.losses4j.djl.internal.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.execution.ExecutionMode;

class MemoryTest {

    /** Constants lent by the Java heap would be gone by the time that autograd reads them. */
    @ParameterizedTest
    @EnumSource(ExecutionMode.class)
    void survivesAGarbageCollectionBetweenForwardAndBackward(ExecutionMode mode) {
        ObjectiveLoss loss = ObjectiveLoss.builder(
                        Objective.of(Losses.of("sparse_categorical_cross_entropy(label_smoothing=0.1)"))
                                .fix("class_weights", 0.3, 1.7, 0.9))
                .executionMode(mode)
                .build();
        for (int round = 0; round < 5; round++) {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray logits = manager.create(new double[] {1, 2, 3, 0, 5, 1}, new Shape(2, 3));
                NDArray labels = manager.create(new double[] {0, 1});
                logits.setRequiresGradient(true);
                double[] calm = gradient(loss, labels, logits, false);
                NDArray again = manager.create(new double[] {1, 2, 3, 0, 5, 1}, new Shape(2, 3));
                again.setRequiresGradient(true);
                double[] shaken = gradient(loss, labels, again, true);
                for (int i = 0; i < calm.length; i++) {
                    assertEquals(calm[i], shaken[i], 1e-15);
                }
            }
        }
    }

    private static double[] gradient(ObjectiveLoss loss, NDArray labels, NDArray logits, boolean shake) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = loss.evaluate(new NDList(labels), new NDList(logits));
            if (shake) {
                labels.close();
                System.gc();
                for (int i = 0; i < 200; i++) {
                    java.nio.ByteBuffer.allocateDirect(64).putDouble(0, Double.NaN);
                }
                System.gc();
            }
            collector.backward(value);
        }
        return logits.getGradient().toDoubleArray();
    }

    @ParameterizedTest
    @EnumSource(ExecutionMode.class)
    void leavesNothingButTheValueBehind(ExecutionMode mode) {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("sigmoid_focal")))
                .executionMode(mode)
                .build();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList labels = new NDList(manager.create(new float[] {0, 1}));
            NDList predictions = new NDList(manager.create(new float[] {0.5f, 1}));
            loss.evaluate(labels, predictions).close();
            int before = manager.getManagedArrays().size();
            int system = manager.getParentManager().getManagedArrays().size();
            for (int i = 0; i < 100; i++) {
                loss.evaluate(labels, predictions).close();
            }
            assertEquals(before, manager.getManagedArrays().size());
            assertEquals(system, manager.getParentManager().getManagedArrays().size());
        }
    }

    @Test
    void forgetsModulesOfShapesThatDoNotReturn() {
        ModuleCache<Integer> cache = new ModuleCache<>(3);
        String identity = "  def forward(self: __torch__.M, x0: Tensor) -> Tensor:\n    return torch.mul(x0, 2)\n";
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList x = new NDList(manager.create(new float[] {21}));
            TorchScriptModule.Lease held =
                    cache.lease(0, () -> new TorchScriptModule(identity, modules -> java.util.List.of()));
            for (int i = 1; i < 10; i++) {
                try (TorchScriptModule.Lease lease =
                        cache.lease(i, () -> new TorchScriptModule(identity, modules -> java.util.List.of()))) {
                    assertEquals(42, lease.run(x).getFloat(0));
                }
            }
            assertEquals(3, cache.size());
            assertEquals(42, held.run(x).getFloat(0), "a module on lease lives on");
            held.close();
            assertTrue(held.isFreed());
        }
    }
}
