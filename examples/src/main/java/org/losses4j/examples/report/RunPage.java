package org.losses4j.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Writes the report of a run as one HTML page that needs no other file: figures, pictures, and the command to repeat it. */
public final class RunPage {
    private static final String FILE = "report.html";

    private final JsonNode metrics;

    private RunPage(JsonNode metrics) {
        this.metrics = metrics;
    }

    /**
     * Writes the page beside the metrics and pictures that it is made from.
     *
     * @param title the name of the example
     * @param summary what it shows
     * @param command the command that repeats it
     * @param taken how long it took
     */
    public static void write(RunFolder folder, String title, String summary, String command, Duration taken)
            throws IOException {
        RunPage page = new RunPage(new ObjectMapper().readTree(Files.readString(folder.metrics())));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("title", title);
        content.put("summary", summary);
        content.put("command", command);
        content.put("figures", page.titles());
        content.put("losses", page.losses());
        content.put("several", page.metrics.path("repeats").asInt() > 1);
        content.put("trials", page.trials());
        content.put("facts", page.facts(taken));
        content.put("pictures", pictures(folder.path()));
        Files.writeString(folder.file(FILE), template().execute(content));
    }

    private static Template template() throws IOException {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(RunPage.class.getResourceAsStream("/report/run.html")),
                StandardCharsets.UTF_8)) {
            return Mustache.compiler().compile(reader);
        }
    }

    private List<String> titles() {
        List<String> titles = new ArrayList<>();
        metrics.path("figures").forEach(title -> titles.add(title.asText()));
        return titles;
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        metrics.path("figures").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private List<Map<String, Object>> losses() {
        List<Map<String, Object>> losses = new ArrayList<>();
        metrics.path("summary")
                .fields()
                .forEachRemaining(loss -> losses.add(Map.of(
                        "name", loss.getKey(),
                        "trainings", trainings(loss.getKey()),
                        "values",
                                keys().stream()
                                        .map(key -> spread(loss.getValue().path(key)))
                                        .toList())));
        return losses;
    }

    private long trainings(String loss) {
        long count = 0;
        for (JsonNode trial : metrics.path("trials")) {
            count += trial.path("loss").asText().equals(loss) ? 1 : 0;
        }
        return count;
    }

    private static String spread(JsonNode spread) {
        String mean = number(spread.path("mean").asDouble());
        JsonNode deviation = spread.path("deviation");
        return deviation.isNumber() ? mean + " ± " + number(deviation.asDouble()) : mean;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.4f" : "%.1f", value);
    }

    private List<Map<String, Object>> trials() {
        List<Map<String, Object>> trials = new ArrayList<>();
        for (JsonNode trial : metrics.path("trials")) {
            JsonNode losses = trial.path("loss_per_epoch");
            trials.add(Map.of(
                    "name", trial.path("loss").asText(),
                    "seed", trial.path("seed").asText(),
                    "values",
                            keys().stream()
                                    .map(key -> number(
                                            trial.path("figures").path(key).asDouble()))
                                    .toList(),
                    "first", number(losses.path(0).asDouble()),
                    "last", number(losses.path(losses.size() - 1).asDouble())));
        }
        return trials;
    }

    /** The numbers and words at the top of the metrics, and what the run ran on. */
    private List<Map<String, String>> facts(Duration taken) {
        List<Map<String, String>> facts = new ArrayList<>();
        metrics.fields().forEachRemaining(entry -> {
            if (entry.getValue().isValueNode()) {
                facts.add(
                        fact(entry.getKey().replace('_', ' '), entry.getValue().asText()));
            }
        });
        facts.add(fact("took", taken.toMinutes() + " min " + taken.toSecondsPart() + " s"));
        facts.add(fact(
                "on",
                Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ", Java " + System.getProperty("java.version")));
        return facts;
    }

    private static Map<String, String> fact(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    private static List<Map<String, String>> pictures(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Map<String, String>> pictures = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .toList()) {
                pictures.add(Map.of(
                        "name", file.getFileName().toString(),
                        "bytes", Base64.getEncoder().encodeToString(Files.readAllBytes(file))));
            }
            return pictures;
        }
    }
}
