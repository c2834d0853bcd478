package org.losses4j.benchmarks.programs;

import java.util.Arrays;
import java.util.List;

/** A program to copy, and what would stand in it without this library: DJL's or Deeplearning4j's own loss, or array operations. */
enum Rival {
    FOCAL_DL4J("FocalDl4j", Peer.OPERATIONS, new Change("new ObjectiveOutputLayer.Builder(new SigmoidFocal())", """
                    new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder(
                        new org.losses4j.benchmarks.Dl4jFormulas.SigmoidFocal()).activation(Activation.SIGMOID)""")),
    FOCAL_DJL(
            "FocalDjl",
            Peer.OPERATIONS,
            new Change("new ObjectiveLoss(new SigmoidFocal())", djl("sigmoidFocal(outputs.head(), truths.head())"))),
    HUBER_DL4J(
            "HuberDl4j",
            Peer.OPERATIONS,
            new Change("new ObjectiveOutputLayer.Builder(new Huber(Math.toRadians(3)))", """
                    new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder(
                        new org.losses4j.benchmarks.Dl4jFormulas.Huber(Math.toRadians(3)))
                        .activation(Activation.IDENTITY)""")),
    HUBER_DJL(
            "HuberDjl",
            Peer.OPERATIONS,
            new Change(
                    "ObjectiveLoss huber = new ObjectiveLoss(new Huber(Math.toRadians(3)))",
                    "var huber = " + djl("huber(outputs.head(), truths.head(), Math.toRadians(3))"))),
    OWN_LOSS_DL4J(
            "OwnLossDl4j", Peer.OPERATIONS, new Change("new ObjectiveOutputLayer.Builder(new TooLight(10))", """
                    new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder(
                        new org.losses4j.benchmarks.Dl4jFormulas.TooLight(10)).activation(Activation.IDENTITY)""")),
    OWN_LOSS_DJL(
            "OwnLossDjl",
            Peer.OPERATIONS,
            new Change(
                    "ObjectiveLoss loss = new ObjectiveLoss(Objective.of(OwnLossDjl::tooLight))",
                    "var loss = " + djl("tooLight(outputs.head(), truths.head(), 10)"))),
    WEIGHTS_AND_MASKS_DL4J(
            "WeightsAndMasksDl4j",
            Peer.OWN,
            new Change("new ObjectiveOutputLayer.Builder(objective)", """
                    new org.deeplearning4j.nn.conf.layers.RnnOutputLayer.Builder(
                        new org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT(Nd4j.create(EVERY).castTo(
                            org.nd4j.linalg.api.buffer.DataType.FLOAT))).activation(Activation.SOFTMAX)"""),
            new Change("Nd4j.createFromArray(classes)", "Nd4j.createFromArray(classes).reshape(-1, 1, 28)")),
    WEIGHTS_AND_MASKS_DJL(
            "WeightsAndMasksDjl",
            Peer.OPERATIONS,
            new Change(
                    "ObjectiveLoss loss = ObjectiveLoss.builder(objective).labels(\"target\", \"valid_lengths\").build()",
                    "var loss = " + djl("weightedCrossEntropy(outputs.head(), truths.get(0), truths.get(1), EVERY)"))),
    SEGMENTATION_DL4J("SegmentationDl4j", Peer.OPERATIONS, new Change("""
                    .layer(new ObjectiveOutputLayer.Builder(Objective.parse("dice(aggregate=batch)"))
                                            .nOut(1).perPixel().build())""", """
                    .layer(new ConvolutionLayer.Builder(1, 1).nOut(1).activation(Activation.IDENTITY).build())
                    .layer(new org.deeplearning4j.nn.conf.layers.CnnLossLayer.Builder(
                        new org.losses4j.benchmarks.Dl4jFormulas.Dice(16)).activation(Activation.SIGMOID).build())""")),
    SEGMENTATION_DJL(
            "SegmentationDjl",
            Peer.OPERATIONS,
            new Change(
                    "new ObjectiveLoss(Objective.parse(\"dice(aggregate=batch)\"))",
                    djl("dice(outputs.head(), truths.head())"))),
    TRIPLET_DJL(
            "TripletDjl",
            Peer.OPERATIONS,
            new Change(
                    "ObjectiveLoss triplet = new ObjectiveLoss(Losses.of(\"batch_hard_triplet(distance=cosine,"
                            + " positives=easy)\"))",
                    "var triplet = " + djl("nearestTriplet(outputs.head(), truths.head())"))),
    CONTRASTIVE_DJL(
            "ContrastiveDjl",
            Peer.OPERATIONS,
            new Change(
                    "new ObjectiveLoss(loss)",
                    "loss instanceof SparseCategoricalCrossEntropy"
                            + " ? ai.djl.training.loss.Loss.softmaxCrossEntropyLoss() : "
                            + djl("ntXent(outputs.head(), truths.head(), 0.2)"))),
    VAE_DJL(
            "VaeDjl",
            Peer.OPERATIONS,
            new Change(
                    "ObjectiveLoss vae = new ObjectiveLoss(new Vae(Vae.Reconstruction.BINARY_CROSS_ENTROPY, 1))",
                    "var vae = " + djl("vae(outputs.get(0), outputs.get(1), outputs.get(2), truths.head())")));

    /** Where the other loss comes from. */
    enum Peer {
        OWN("the framework's own loss"),
        OPERATIONS("array operations");

        final String title;

        Peer(String title) {
            this.title = title;
        }
    }

    /** Text of the program that is changed: it occurs once. */
    record Change(String from, String to) {
        String applyTo(String source, String program) {
            int at = source.indexOf(from);
            if (at < 0 || source.indexOf(from, at + 1) >= 0) {
                throw new IllegalStateException(program + " must contain once: " + from);
            }
            return source.replace(from, to);
        }
    }

    final String program;
    final Peer peer;
    private final List<Change> changes;

    Rival(String program, Peer peer, Change... changes) {
        this.program = program;
        this.peer = peer;
        this.changes = List.of(changes);
    }

    private static String djl(String formula) {
        return "new org.losses4j.benchmarks.programs.DjlArrayLoss(\"loss\", (truths, outputs) ->"
                + " org.losses4j.benchmarks.DjlFormulas." + formula + ")";
    }

    /** Those with this in the program's name. */
    static List<Rival> matching(String filter) {
        return Arrays.stream(values())
                .filter(rival -> rival.program.contains(filter))
                .toList();
    }

    /** The program's text with the other loss. */
    String without(String source) {
        String changed = source;
        for (Change change : changes) {
            changed = change.applyTo(changed, program);
        }
        return changed;
    }
}
