package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelErrorRateTest {

    // kitten and sitting are the textbook's pair.
    @ParameterizedTest
    @CsvSource({
        "kitten, sitting, 3",
        "saturday, sunday, 3",
        "abc, abc, 0",
        "abc, '', 3",
        "'', abc, 3",
        "abc, bc, 1",
        "ab, ba, 2"
    })
    void countsTheFewestEdits(String one, String other, int edits) {
        assertEquals(edits, LabelErrorRate.distance(letters(one), letters(other)));
    }

    @Test
    void allLabelsCountAlike() {
        List<List<Integer>> actual = List.of(List.of(1), List.of(1, 2, 3));
        assertEquals(0.25, LabelErrorRate.of(List.of(List.of(2), List.of(1, 2, 3)), actual));
        assertEquals(0.5, LabelErrorRate.of(List.of(List.of(1), List.of(3)), actual));
    }

    @Test
    void refusesWhatHasNoRate() {
        assertThrows(IllegalArgumentException.class, () -> LabelErrorRate.of(List.of(), List.of(List.of(1))));
        assertThrows(IllegalArgumentException.class, () -> LabelErrorRate.of(List.of(List.of()), List.of(List.of())));
    }

    private static List<Integer> letters(String text) {
        return text.chars().boxed().toList();
    }
}
