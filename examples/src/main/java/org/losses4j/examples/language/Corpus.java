package org.losses4j.examples.language;

import java.util.Arrays;
import org.losses4j.examples.data.Tokens;
import org.losses4j.examples.data.Verses;
import org.losses4j.examples.data.Vocabulary;

/**
 * A text in two parts, as tokens.
 *
 * @param vocabulary the vocabulary of the part to learn from
 * @param train the tokens to learn from
 * @param test the tokens to judge by
 * @param testCharacters the number of characters of the test part, blanks and line ends included
 */
record Corpus(Vocabulary vocabulary, Tokens train, Tokens test, int testCharacters) {
    private static final double TEST_SHARE = 0.1;
    private static final int LEAST = 2;

    static Corpus of(Verses verses, long seed) {
        Verses.Parts parts = verses.split(TEST_SHARE, seed);
        Vocabulary vocabulary = new Vocabulary(parts.train().text(), LEAST);
        return new Corpus(
                vocabulary,
                new Tokens(vocabulary.encode(parts.train().text()), LanguageModel.CONTEXT),
                new Tokens(vocabulary.encode(parts.test().text()), LanguageModel.CONTEXT),
                parts.test().text().length());
    }

    /** Bits per character of the test part by how often each token occurs in the other, plus one. */
    double unigramBitsPerCharacter() {
        double[] counts = new double[vocabulary.size()];
        Arrays.fill(counts, 1);
        for (int token : train.tokens()) {
            counts[token]++;
        }
        double all = Arrays.stream(counts).sum();
        double nats = Arrays.stream(test.tokens())
                .mapToDouble(token -> -Math.log(counts[token] / all))
                .sum();
        return nats / Math.log(2) / testCharacters;
    }
}
