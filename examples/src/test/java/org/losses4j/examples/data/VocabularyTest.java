package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    @Test
    void spellsWhatItDoesNotKnow() {
        Vocabulary vocabulary = new Vocabulary("And it was so.\nAnd it was (as it is) good.\n", 2);
        String text = "And it is Noah's.\n(it) was\n";
        List<String> pieces = vocabulary.decode(vocabulary.encode(text));
        assertEquals(
                List.of(
                        "And", " it", " i", "s", "", " N", "o", "a", "h", "'", "s", "", ".", "\n", "(", "it", ")",
                        " was", "\n"),
                pieces);
        assertEquals(text, String.join("", pieces));
    }

    @Test
    void refusesAnUnknownMark() {
        Vocabulary vocabulary = new Vocabulary("And it was so.\n", 1);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> vocabulary.encode("so!"))
                .getMessage()
                .contains("'!'"));
    }

    @Test
    void losesNothingOfTheBundledText() throws IOException {
        Verses verses = Verses.bundled();
        Verses.Parts parts = verses.split(0.1, 3);
        Vocabulary vocabulary = new Vocabulary(parts.train().text(), 2);
        for (Verses part : List.of(parts.train(), parts.test())) {
            List<String> pieces = vocabulary.decode(vocabulary.encode(part.text()));
            assertLinesMatch(part.text().lines(), String.join("", pieces).lines());
        }
        assertEquals(
                verses.lines().size(),
                parts.train().lines().size() + parts.test().lines().size());
        assertEquals(0.1, parts.test().lines().size() / (double) verses.lines().size(), 0.01);
    }
}
