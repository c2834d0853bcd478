package org.losses4j.benchmarks.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.examples.data.MadeUpGarments;

/** Programs train the same way with their loss and with the one that they are compared with. */
class RivalTest {
    private static final Pattern LOSS = Pattern.compile("loss (\\S+)");

    /** After three steps, at the fourth, the weights, and so the losses, are the same only if all gradients were. */
    @ParameterizedTest
    @EnumSource(Rival.class)
    void bothLossesTrainTheSameWay(Rival rival, @TempDir Path folder) throws Exception {
        Path data = MadeUpGarments.write(Files.createDirectory(folder.resolve("data")));
        List<String> arguments = List.of("--data", data.toString(), "--steps", "4");
        String source = ProgramRun.source(rival.program);
        ProgramRun ours = ProgramRun.of(rival.program, source, arguments);
        ProgramRun other = ProgramRun.of(rival.program, rival.without(source), arguments);

        List<Double> wanted = losses(ours.printed());
        List<Double> got = losses(other.printed());
        assertEquals(wanted.size(), got.size(), other.printed());
        for (int i = 0; i < wanted.size(); i++) {
            if (rival.peer == Rival.Peer.OWN) {
                // Deeplearning4j adds up the losses of a sequence's steps, of which there are 14 to 28. Adam does not
                // mind.
                double steps = got.get(i) / wanted.get(i);
                assertTrue(steps > 14 && steps < 28, other.printed());
            } else {
                assertEquals(wanted.get(i), got.get(i), 2e-4 + 1e-3 * Math.abs(wanted.get(i)), other.printed());
            }
        }
        if (wanted.isEmpty()) {
            assertEquals(ours.lastLine(), other.lastLine());
        }
    }

    private static List<Double> losses(String printed) {
        return LOSS.matcher(printed)
                .results()
                .map((MatchResult found) -> Double.parseDouble(found.group(1)))
                .toList();
    }

    @Test
    void aProgramThatFailsIsReportedWithWhatItPrinted() {
        IOException fault = assertThrows(
                IOException.class, () -> ProgramRun.of("FocalDjl", "class FocalDjl { nonsense }", List.of()));
        assertTrue(String.valueOf(fault.getMessage()).contains("nonsense"), fault::toString);
    }

    @Test
    void aChangeNeedsItsPlace() {
        assertThrows(IllegalStateException.class, () -> Rival.FOCAL_DJL.without("class FocalDjl {}"));
    }
}
