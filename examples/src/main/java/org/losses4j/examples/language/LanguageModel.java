package org.losses4j.examples.language;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.losses4j.examples.data.Tokens;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.tensor.Tensor;

/** A network that predicts the next token, in either framework. */
interface LanguageModel extends AutoCloseable {

    /** How many tokens it sees. */
    int CONTEXT = 5;

    /** Numbers that stand for a token. */
    int EMBEDDING = 64;

    /** Features that the last layer sees. */
    int HIDDEN = 128;

    /**
     * What sets models apart.
     *
     * @param vocabulary how many tokens there are
     * @param chunkRows how many rows the last layer trains on at a time; 0 for all
     */
    record Plan(int vocabulary, int chunkRows) {
        boolean inChunks() {
            return chunkRows > 0;
        }
    }

    /** A new network; equal seeds give equal networks, whether they train in chunks or not. */
    static LanguageModel create(Framework framework, Plan plan, long seed) {
        return switch (framework) {
            case DL4J -> LanguageDl4j.create(plan, seed);
            case DJL -> LanguageDjl.create(plan, seed);
        };
    }

    /** The network that {@link #save} wrote to {@code folder}. */
    static LanguageModel restore(Framework framework, Plan plan, Path folder) throws IOException {
        return switch (framework) {
            case DL4J -> LanguageDl4j.restore(folder);
            case DJL -> LanguageDjl.restore(plan, folder);
        };
    }

    /** Learns from each batch once; the mean of their losses, in nats per token. */
    double trainEpoch(List<Tokens.Batch> batches);

    /** The logits of each row's next token, [N, V]. */
    Tensor logits(Tokens.Batch batch);

    /** Saves the network to a file of its own in {@code folder}. */
    void save(Path folder) throws IOException;

    @Override
    void close();
}
