package org.losses4j.dl4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.CompositeObjective;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.Role;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.embedding.ArcFace;
import org.losses4j.loss.embedding.Center;
import org.losses4j.loss.segmentation.Dice;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A network for each kind of layer, vertex and setting that is saved, and data for it. */
enum SavedModels {
    OUTPUT_LAYER {
        @Override
        Model network() {
            return Networks.of(new ObjectiveOutputLayer.Builder(new CompositeObjective(List.of(
                            new CompositeObjective.Term(0.5, Objective.of(new Dice())),
                            new CompositeObjective.Term(
                                    1, Objective.of(new BinaryCrossEntropy()).fix("pos_weight", 1, 2, 3)))))
                    .nOut(3)
                    .maskUse(MaskUse.WEIGHTS)
                    .executionMode(ExecutionMode.OPERATIONS)
                    .build());
        }

        @Override
        MultiDataSet data() {
            INDArray weights = Nd4j.createFromArray(new double[][] {{1}, {0}, {2.5}, {1}, {0.5}, {1}});
            return new MultiDataSet(
                    new INDArray[] {Networks.features(6)},
                    new INDArray[] {Examples.labels(new BinaryCrossEntropy(), 6, 3, 1)},
                    null,
                    new INDArray[] {weights});
        }
    },
    CHUNKED_OUTPUT_LAYER {
        @Override
        Model network() {
            return Networks.of(new ObjectiveOutputLayer.Builder(
                            Objective.of(new CategoricalCrossEntropy()).reduce(Reduction.PYTORCH))
                    .nOut(3)
                    .chunkRows(4)
                    .build());
        }

        @Override
        MultiDataSet data() {
            return new MultiDataSet(Networks.features(6), Examples.labels(new CategoricalCrossEntropy(), 6, 3, 1));
        }
    },
    OWN_OUTPUT_LAYER {
        @Override
        Model network() {
            return Networks.of(new OutputLayer.Builder(new ObjectiveLoss(new BinaryCrossEntropy()))
                    .nOut(3)
                    .activation(Activation.SIGMOID)
                    .build());
        }

        @Override
        MultiDataSet data() {
            return new MultiDataSet(Networks.features(6), Examples.labels(new BinaryCrossEntropy(), 6, 3, 1));
        }
    },
    SEQUENCES {
        @Override
        Model network() {
            return list(settings()
                    .list()
                    .layer(new SimpleRnn.Builder()
                            .nOut(4)
                            .activation(Activation.IDENTITY)
                            .build())
                    .layer(new ObjectiveLossLayer.Builder(Objective.of(new SparseCategoricalCrossEntropy())
                                    .fix(Role.CLASS_WEIGHTS, 1, 2, 1, 0.5))
                            .build())
                    .setInputType(InputType.recurrent(3, 5)));
        }

        @Override
        MultiDataSet data() {
            INDArray classes = Nd4j.zeros(DataType.DOUBLE, 2, 1, 5);
            for (int t = 0; t < 5; t++) {
                classes.putScalar(0, 0, t, t % 4).putScalar(1, 0, t, (t + 1) % 4);
            }
            INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}});
            return new MultiDataSet(
                    new INDArray[] {Examples.normal(new Random(5), 2, 3, 5)},
                    new INDArray[] {classes},
                    null,
                    new INDArray[] {mask});
        }
    },
    COSINES {
        @Override
        Model network() {
            return list(settings()
                    .list()
                    .layer(new DenseLayer.Builder()
                            .nOut(4)
                            .activation(Activation.TANH)
                            .build())
                    .layer(new CosineLayer.Builder().nOut(3).build())
                    .layer(new ObjectiveLossLayer.Builder(new ArcFace(0.3, 16)).build())
                    .setInputType(InputType.feedForward(3)));
        }

        @Override
        MultiDataSet data() {
            return new MultiDataSet(Networks.features(6), classes(6, 3));
        }
    },
    CROSS_BATCH_MEMORY {
        @Override
        Model network() {
            return Networks.of(new ObjectiveOutputLayer.Builder(Objective.parse("batch_hard_triplet(margin=0.5)"))
                    .nOut(2)
                    .crossBatchMemory(12)
                    .build());
        }

        @Override
        MultiDataSet data() {
            return new MultiDataSet(Networks.features(6), classes(6, 2));
        }
    },
    CLASS_VECTORS {
        @Override
        Model network() {
            GraphBuilder graph = graph().addInputs("in", "classes")
                    .addLayer("embedding", dense(2), "in")
                    .addLayer("vectors", new ClassVectorsLayer.Builder(3).build(), "embedding")
                    .setInputTypes(InputType.feedForward(3), InputType.feedForward(1));
            ObjectiveGraphs.add(
                            graph,
                            "loss",
                            Objective.of(new Center()),
                            Map.of("embedding", "embedding", "centers", "vectors", "target", "classes"))
                    .setOutputs("loss");
            return graph(graph);
        }

        @Override
        MultiDataSet data() {
            return ObjectiveGraphs.data(Networks.features(6), classes(6, 3));
        }
    },
    SAMPLING {
        @Override
        Model network() {
            GraphBuilder graph = graph().addInputs("in")
                    .addLayer("mean", dense(2), "in")
                    .addLayer("log_variance", dense(2), "in")
                    .addVertex("sample", new SamplingVertex(7L), "mean", "log_variance")
                    .addLayer("decoded", dense(3), "sample")
                    .setInputTypes(InputType.feedForward(3));
            ObjectiveGraphs.add(
                            graph,
                            "loss",
                            Objective.parse("vae(reconstruction=squared_error, beta=0.5)"),
                            Map.of(
                                    "prediction", "decoded",
                                    "target", "in",
                                    "mean", "mean",
                                    "log_variance", "log_variance"))
                    .setOutputs("loss");
            return graph(graph);
        }

        @Override
        MultiDataSet data() {
            return ObjectiveGraphs.data(Networks.features(6));
        }
    };

    abstract Model network();

    abstract MultiDataSet data();

    /** Deeplearning4j's files have no name for what they hold, but graphs alone list their vertices. */
    static boolean isGraph(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] json = zip.getInputStream(zip.getEntry("configuration.json")).readAllBytes();
            return new String(json, java.nio.charset.StandardCharsets.UTF_8).contains("\"vertexInputs\"");
        }
    }

    private static GraphBuilder graph() {
        return settings().graphBuilder();
    }

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Adam(0.01));
    }

    private static DenseLayer dense(int units) {
        return new DenseLayer.Builder()
                .nOut(units)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static ComputationGraph graph(GraphBuilder builder) {
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    private static MultiLayerNetwork list(NeuralNetConfiguration.ListBuilder builder) {
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init();
        return network;
    }

    private static INDArray classes(int examples, int count) {
        INDArray classes = Nd4j.create(DataType.DOUBLE, examples, 1);
        for (int i = 0; i < examples; i++) {
            classes.putScalar(i, 0, i % count);
        }
        return classes;
    }
}
