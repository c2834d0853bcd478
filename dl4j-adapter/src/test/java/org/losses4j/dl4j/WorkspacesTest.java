package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.loss.classification.SigmoidFocal;
import org.losses4j.loss.generative.Vae;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** 2,000 iterations under Deeplearning4j's workspaces: memory outside the heap does not grow, none stays open. */
class WorkspacesTest {
    private static final int ITERATIONS = 2000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void networksDoNotGrow(boolean own) {
        Layer last = own
                ? new ObjectiveOutputLayer.Builder(new SigmoidFocal()).nOut(3).build()
                : new OutputLayer.Builder(new ObjectiveLoss(new SigmoidFocal()))
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build();
        MultiLayerNetwork network = Networks.of(last);
        assertEquals(WorkspaceMode.ENABLED, network.getLayerWiseConfigurations().getTrainingWorkspaceMode());
        DataSet data = new DataSet(
                Networks.features(32), Examples.labels(new SigmoidFocal(), 32, 3, 1), null, Nd4j.ones(32, 1));
        assertSteady(() -> network.fit(data));
        assertTrue(Double.isFinite(network.score()));
    }

    @Test
    void graphsWithVerticesDoNotGrow() {
        NeuralNetConfiguration.Builder common =
                new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).updater(new Adam(0.01));
        var builder = common.graphBuilder()
                .addInputs("in")
                .addLayer("mean", dense(3, 2), "in")
                .addLayer("log_variance", dense(3, 2), "in")
                .addVertex("latent", new SamplingVertex(1L), "mean", "log_variance")
                .addLayer("decoded", dense(2, 3), "latent");
        ObjectiveGraphs.add(
                        builder,
                        "vae",
                        Objective.of(new Vae()),
                        Map.of("prediction", "decoded", "target", "in", "mean", "mean", "log_variance", "log_variance"))
                .setOutputs("vae");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        MultiDataSet data = ObjectiveGraphs.data(Networks.features(32));
        assertSteady(() -> graph.fit(data));
        assertTrue(Double.isFinite(graph.score()));
    }

    private static DenseLayer dense(int in, int out) {
        return new DenseLayer.Builder()
                .nIn(in)
                .nOut(out)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static void assertSteady(Runnable iteration) {
        for (int i = 0; i < ITERATIONS / 4; i++) {
            iteration.run();
        }
        long workspaces = workspaceBytes();
        long outside = settledBytes();
        for (int i = 0; i < ITERATIONS; i++) {
            iteration.run();
        }
        assertEquals(workspaces, workspaceBytes());
        assertTrue(settledBytes() - outside < 4 << 20, "grew by " + (settledBytes() - outside) + " bytes");
        for (MemoryWorkspace workspace : Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread()) {
            assertTrue(!workspace.isScopeActive(), workspace.getId() + " is still open");
        }
    }

    private static long workspaceBytes() {
        return Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread().stream()
                .mapToLong(MemoryWorkspace::getCurrentSize)
                .sum();
    }

    /** What JavaCPP has allocated, once what is unreachable has gone. */
    private static long settledBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            least = Math.min(least, Pointer.totalBytes());
        }
        return least;
    }
}
