package org.losses4j.examples.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPageTest {
    private static final String METRICS = """
            {"seed": 3, "repeats": 2, "unseen_classes": [1, 2], "test_examples": 171,
             "figures": {"right": "share <right>", "error": "error"},
             "summary": {"a & b": {"right": {"mean": 0.25, "deviation": 0.5}, "error": {"mean": 1234.56, "deviation": null}}},
             "trials": [{"loss": "a & b", "seed": 3, "figures": {"right": 0.75, "error": 1.5}, "loss_per_epoch": [2.5, 1.25]},
                        {"loss": "a & b", "seed": 4, "figures": {"right": 0.0, "error": 2.5}, "loss_per_epoch": [3.5]}]}
            """;

    @TempDir
    private Path parent;

    private String page(String metrics, byte[] picture) throws IOException {
        Path target = parent.resolve("run");
        try (RunFolder folder = RunFolder.open(target)) {
            Files.writeString(folder.metrics(), metrics);
            Files.write(folder.file("curve.png"), picture);
            RunPage.write(folder, "focal", "rare & small", "examples/run train focal", Duration.ofSeconds(125));
            folder.publish();
        }
        return Files.readString(target.resolve("report.html"));
    }

    /** The text of the cells of a table's rows, row by row. */
    private static List<String> rows(String page) {
        return Pattern.compile("<tr>(.*?)</tr>")
                .matcher(page)
                .results()
                .map(row -> Pattern.compile("<t[hd]>(.*?)</t[hd]>")
                        .matcher(row.group(1))
                        .results()
                        .map(cell -> cell.group(1))
                        .collect(Collectors.joining("|")))
                .toList();
    }

    @Test
    void showsFiguresOfLossesAndOfEachTraining() throws IOException {
        List<String> rows = rows(page(METRICS, new byte[3]));
        assertEquals("|trainings|share &lt;right&gt;|error", rows.get(0));
        assertEquals("a &amp; b|2|0.2500 ± 0.5000|1234.6", rows.get(1));
        assertEquals("a &amp; b|3|0.7500|1.5000|2.5000|1.2500", rows.get(3));
        assertEquals("a &amp; b|4|0.0000|2.5000|3.5000|3.5000", rows.get(4));
        assertTrue(rows.containsAll(List.of("seed|3", "test examples|171", "took|2 min 5 s")), rows::toString);
    }

    @Test
    void needsNoOtherFile() throws IOException {
        byte[] picture = {1, 2, 3, 4};
        String page = page(METRICS, picture);
        Matcher bytes =
                Pattern.compile("<img src=\"data:image/png;base64,([^\"]*)\"").matcher(page);
        assertTrue(bytes.find(), page);
        assertArrayEquals(picture, Base64.getDecoder().decode(bytes.group(1)));
        assertFalse(
                Pattern.compile("<(script|link)|(src|href)=\"(?!data:)|url\\(")
                        .matcher(page)
                        .find(),
                page);
        assertTrue(page.contains("rare &amp; small") && page.contains("<pre>examples/run train focal</pre>"), page);
    }

    @Test
    void speaksOfDeviationsOnlyWhereThereAreSeveralSeeds() throws IOException {
        assertTrue(page(METRICS, new byte[0]).contains("mean ± standard deviation"));
        assertFalse(page(METRICS.replace("\"repeats\": 2", "\"repeats\": 1"), new byte[0])
                .contains("mean ± standard deviation"));
    }
}
