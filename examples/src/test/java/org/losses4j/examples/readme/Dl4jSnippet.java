package org.losses4j.examples.readme;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.losses4j.dl4j.ObjectiveLoss;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.samediff.SameDiffObjective;
import org.losses4j.examples.custom.LogSquaredError;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.SigmoidFocal;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/** What the documents show of Deeplearning4j. */
final class Dl4jSnippet {
    private Dl4jSnippet() {}

    static ListBuilder before(ListBuilder layers) {
        return layers.layer(new OutputLayer.Builder(new LossBinaryXENT())
                .activation(Activation.SIGMOID)
                .nOut(1)
                .build());
    }

    static ListBuilder after(ListBuilder layers) {
        return layers.layer(new ObjectiveOutputLayer.Builder(new BinaryCrossEntropy())
                .nOut(1)
                .build());
    }

    static OutputLayer layer() {
        OutputLayer layer = new OutputLayer.Builder(new ObjectiveLoss(new LogSquaredError()))
                .nIn(16)
                .nOut(1)
                .activation(Activation.IDENTITY)
                .build();
        return layer;
    }

    static SameDiff graph() {
        SameDiff sd = SameDiff.create();
        SDVariable in = sd.placeHolder("in", DataType.FLOAT, -1, 30);
        SDVariable labels = sd.placeHolder("labels", DataType.FLOAT, -1, 1);
        SDVariable weights = sd.placeHolder("weights", DataType.FLOAT, -1);
        SDVariable logits = in.mmul(sd.var("w", Nd4j.zeros(DataType.FLOAT, 30, 1)));
        SDVariable loss = SameDiffObjective.of(new SigmoidFocal())
                .loss(sd, "loss", Map.of("prediction", logits, "target", labels, "weights", weights));
        sd.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam(1e-2))
                .dataSetFeatureMapping("in", "weights")
                .dataSetLabelMapping("labels")
                .build());
        return loss.getSameDiff();
    }
}
