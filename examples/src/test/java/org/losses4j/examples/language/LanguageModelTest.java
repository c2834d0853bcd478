package org.losses4j.examples.language;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.examples.data.Tokens;
import org.losses4j.examples.data.Verses;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.tensor.Tensor;

class LanguageModelTest {

    @ParameterizedTest
    @EnumSource
    void inChunksItLearnsTheSameAndIsRestored(Framework framework, @TempDir Path folder) throws IOException {
        Corpus corpus = Corpus.of(Verses.bundled().first(500), 1);
        int words = corpus.vocabulary().size();
        List<Tokens.Batch> batches =
                Collections.nCopies(20, corpus.train().inOrder(100).get(1));
        Tokens.Batch test = corpus.test().inOrder(50).get(0);
        LanguageModel.Plan inChunks = new LanguageModel.Plan(words, 32);
        try (LanguageModel chunked = LanguageModel.create(framework, inChunks, 9);
                LanguageModel whole = LanguageModel.create(framework, new LanguageModel.Plan(words, 0), 9)) {
            assertArrayEquals(whole.logits(test).toArray(), chunked.logits(test).toArray());
            double loss = chunked.trainEpoch(batches);
            assertEquals(whole.trainEpoch(batches), loss, 1e-4);
            assertArrayEquals(
                    whole.logits(test).logSoftmax(1).toArray(),
                    chunked.logits(test).logSoftmax(1).toArray(),
                    1e-3);
            assertTrue(loss < Math.log(words), () -> "a loss of " + loss + " for " + words + " words");
            assertTrue(chunked.trainEpoch(batches) < loss / 2);

            Tensor logits = chunked.logits(test);
            chunked.save(folder);
            try (LanguageModel restored = LanguageModel.restore(framework, inChunks, folder)) {
                assertArrayEquals(logits.toArray(), restored.logits(test).toArray());
                restored.trainEpoch(batches);
                assertNotEquals(
                        Arrays.toString(logits.toArray()),
                        Arrays.toString(restored.logits(test).toArray()),
                        "a restored model learns on");
            }
        }
    }
}
