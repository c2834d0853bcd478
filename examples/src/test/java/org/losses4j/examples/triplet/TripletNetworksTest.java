package org.losses4j.examples.triplet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.examples.data.BalancedBatches;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.data.UnseenClasses;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.examples.network.ImageNetwork;

class TripletNetworksTest {

    @ParameterizedTest
    @EnumSource
    void learnsToTellClassesThatItNeverSaw(Framework framework, @TempDir Path folder) throws IOException {
        SmallNetworks.useOneThread(framework);
        UnseenClasses data = UnseenClasses.of(Optional.empty(), 3);
        BalancedBatches batches = new BalancedBatches(data.train(), 10, 3);
        float[][] unseen = data.unseen().pixels();
        try (ImageNetwork network = TripletExample.triplets(framework, data, 3)) {
            List<Samples> epoch = batches.epoch();
            double before = network.train(epoch.get(0));
            for (int i = 0; i < 3; i++) {
                batches.epoch().forEach(network::train);
            }
            double after = network.train(epoch.get(0));
            assertTrue(after < before / 1.5, before + " → " + after);
            float[][] outputs = network.outputs(unseen);
            double recall = new Embedding(outputs, data.unseen().classes()).recall(0, unseen.length);
            // By chance it is a third.
            assertTrue(recall > 0.6, "recall " + recall);
            network.save(folder);
            try (ImageNetwork restored = TripletExample.restore(framework, data, folder)) {
                assertTrue(Arrays.deepEquals(outputs, restored.outputs(unseen)));
                restored.train(epoch.get(0));
                assertFalse(Arrays.deepEquals(outputs, restored.outputs(unseen)), "a restored network learns on");
            }
        }
    }
}
