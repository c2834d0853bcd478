package org.losses4j.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.Loss;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.dl4j.internal.layer.LayerRoles;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Deeplearning4j's own gradient check of each registered loss under each layer with each mask. */
final class GradientChecks {
    /** Losses whose gradient holds factors constant on purpose, so that it is not the slope of the value. */
    private static final Set<String> HELD = Set.of("ciou", "circle");

    private GradientChecks() {}

    /** Losses of one prediction; the others have no place under a layer of one input. */
    static List<Loss> losses() {
        List<Loss> losses = new ArrayList<>();
        for (LossType<?> type : Losses.registered().types()) {
            if (HELD.contains(type.name())) {
                continue;
            }
            Loss loss = type.create(Map.of());
            try {
                if (LayerRoles.of(Objective.of(loss)).lengths().isEmpty()) {
                    losses.add(loss);
                }
            } catch (IllegalArgumentException severalInputs) {
                continue;
            }
        }
        return losses;
    }

    /** "passes", "fails", or why the combination is refused. */
    static String check(Loss loss, CheckedLayer layer, CheckedMask mask) {
        MultiLayerNetwork network = layer.network(loss, 7);
        int rows = CheckedLayer.EXAMPLES * layer.kind.rows;
        INDArray labels = Examples.labels(loss, rows, CheckedLayer.OUTPUTS, 11);
        try {
            INDArray features = layer.features(5);
            INDArray placed = layer.kind.place(labels);
            // Differences are as exact as the score, which has 16 digits, over a step of 1e-6.
            double score = network.score(new DataSet(features, placed));
            return GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                            .net(network)
                            .input(features)
                            .labels(placed)
                            .labelMask(mask.of(layer))
                            .subset(true)
                            .maxPerParam(3)
                            .maxRelError(1e-5)
                            .minAbsoluteError(1e-9 * Math.max(1, Math.abs(score)))
                            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)
                            .exitOnFirstError(true))
                    ? "passes"
                    : "fails";
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
