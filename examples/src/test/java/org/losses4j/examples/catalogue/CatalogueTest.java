package org.losses4j.examples.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.LossType;
import org.losses4j.Losses;

class CatalogueTest {
    private static final Path PAGES = Path.of("../docs/losses");
    private static final String REMEDY = "run examples/run losses --pages docs/losses";

    /** The macros that formulas may have: common to MathJax, which GitHub renders with, and KaTeX. */
    private static final Set<String> MACROS = Set.of(
            ("alpha arccos arctan bar begin beta bigl bigr cdot cos cosh delta dfrac dots ell end exp frac gamma "
                            + "Gamma ge hat in infty lambda le left log lVert mathcal mathrm mathsf max min mu ne nu odot pi pm "
                            + "prod qquad quad rho right rVert sigma sin sqrt sum tan tanh tau text tfrac theta tilde varepsilon")
                    .split(" "));

    static Stream<String> names() {
        return Losses.registered().types().stream().map(LossType::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRegisteredLossHasNotes(String name) {
        LossNotes notes = LossNotes.of(name);
        assertTrue(notes.use().endsWith("."), name);
        assertTrue(notes.advantages().size() > 0 && notes.drawbacks().size() > 0, name);
        Set<String> libraries =
                notes.peers().stream().map(LossNotes.Peer::library).collect(Collectors.toSet());
        assertTrue(libraries.containsAll(Set.of("PyTorch", "Keras", "DL4J", "DJL")), name + ": " + libraries);
        assertTrue(
                notes.picture().curves().stream().anyMatch(curve -> curve.loss().matches(name + "(\\(.*\\))?")), name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRegisteredLossHasAFormulaThatGitHubRenders(String name) {
        String latex = LossNotes.of(name).latex();
        assertNotNull(latex, file(name) + " lacks \"latex\", the formula for GitHub, such as \"\\\\ell = (x - y)^2\"");
        assertEquals(count(latex, "(?<!\\\\)\\{"), count(latex, "(?<!\\\\)}"), "braces of " + latex);
        assertEquals(count(latex, "\\\\left\\b"), count(latex, "\\\\right\\b"), "\\left and \\right of " + latex);
        assertEquals(count(latex, "\\\\begin\\{"), count(latex, "\\\\end\\{"), "environments of " + latex);
        assertTrue(!latex.contains("$") && !latex.contains("`"), latex);
        Matcher macros = Pattern.compile("\\\\([a-zA-Z]+)").matcher(latex);
        while (macros.find()) {
            assertTrue(
                    MACROS.contains(macros.group(1)),
                    () -> file(name) + ": \\" + macros.group(1) + " is none of the macros that are known to render on"
                            + " GitHub; \\operatorname is not, take \\mathrm");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRegisteredLossHasNeighbours(String name) {
        Map<String, String> neighbours = LossNotes.of(name).neighbours();
        assertTrue(
                neighbours.size() == 2 || neighbours.size() == 3,
                file(name)
                        + " lacks \"neighbours\": two or three losses to consider instead, each with half a sentence,"
                        + " such as {\"huber\": \"where there are outliers\"}; got " + neighbours);
        neighbours.forEach((other, when) -> {
            assertTrue(Losses.registered().find(other).isPresent(), file(name) + ": no loss is called " + other);
            assertNotEquals(name, other, file(name));
            assertTrue(when.matches("[a-z].*[^.]"), file(name) + ": half a sentence without a full stop: " + when);
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void snippetsAreOfTheFrameworks(String name) {
        assertTrue(
                Set.of("dl4j", "djl").containsAll(LossNotes.of(name).snippets().keySet()), file(name));
    }

    @Test
    void thePagesAreThoseThatTheCodeWrites() {
        new Catalogue()
                .pages()
                .forEach((file, text) -> assertEquals(text, read(PAGES.resolve(file)), file + " is stale: " + REMEDY));
    }

    @Test
    void nothingIsLeftOfLossesThatAreGone() throws IOException {
        Set<String> names = names().collect(Collectors.toSet());
        try (Stream<Path> pictures = Files.list(PAGES.resolve("images"));
                Stream<Path> notes = Files.list(Path.of("src/main/resources/catalogue"))) {
            Set<String> drawn = new HashSet<>(names);
            drawn.add("clipped-gradient");
            assertEquals(drawn, stems(pictures), REMEDY);
            assertEquals(names, stems(notes));
        }
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertEquals(
                    new Catalogue().pages().keySet(),
                    pages.filter(Files::isRegularFile)
                            .map(path -> path.getFileName().toString())
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void writesPagesAndPictures(@TempDir Path folder) throws IOException {
        new Catalogue(List.of(
                        Losses.registered().type("huber"), Losses.registered().type("ctc")))
                .write(folder);
        String page = read(folder.resolve("regression.md"));
        assertTrue(
                read(PAGES.resolve("regression.md")).contains(page.substring(page.indexOf("## [huber](huber.md)"))),
                page);
        assertEquals(read(PAGES.resolve("huber.md")), read(folder.resolve("huber.md")));
        assertTrue(Files.exists(folder.resolve("images/ctc.png")));
        byte[] picture = Files.readAllBytes(folder.resolve("images/huber.png"));
        assertArrayEquals(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, java.util.Arrays.copyOf(picture, 4));
        assertTrue(picture.length > 10_000, "drawn: " + picture.length);
    }

    @Test
    void aLossWithoutNotesSaysWhereToWriteThem() {
        String message = assertThrows(IllegalArgumentException.class, () -> LossNotes.of("brand_new"))
                .getMessage();
        assertTrue(message.contains("examples/src/main/resources/catalogue/brand_new.json"), message);
    }

    @Test
    void curvesAreThoseOfTheTextbook() throws IOException {
        Picture picture = picture("{\"prediction\": [[\"x\"]], \"target\": [[0]]}", "huber(delta=0.5)");
        Curve huber = picture.compute().get(0);
        assertEquals("delta = 0.5", huber.title());
        for (int i = 0; i < huber.x().length; i++) {
            double e = huber.x()[i];
            double wanted = Math.abs(e) <= 0.5 ? e * e / 2 : 0.5 * (Math.abs(e) - 0.25);
            assertEquals(wanted, huber.value()[i], 1e-12);
            assertEquals(Math.max(-0.5, Math.min(0.5, e)), huber.slope()[i], 1e-12);
        }
    }

    @Test
    void slopesFollowTheLineThroughAllInputs() throws IOException {
        Picture picture =
                picture("{\"prediction\": [[\"1-2x\", \"0.5x\"]], \"target\": [[0, 0]]}", "mean_squared_error");
        Curve curve = picture.compute().get(0);
        for (int i = 0; i < curve.x().length; i++) {
            double x = curve.x()[i];
            assertEquals((1 - 2 * x) * (1 - 2 * x) + x * x / 4, curve.value()[i], 1e-12);
            assertEquals(-4 * (1 - 2 * x) + x / 2, curve.slope()[i], 1e-12);
        }
    }

    @Test
    void whatIsNotLinearIsRefused() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> picture("{\"prediction\": [[\"x*x\"]], \"target\": [[0]]}", "huber")
                        .compute());
        assertTrue(error.getMessage().contains("a + b·x"), error.getMessage());
    }

    private static Picture picture(String inputs, String loss) throws IOException {
        ObjectMapper json = new ObjectMapper();
        return new Picture(
                "x",
                -2,
                2,
                json.readValue(
                        inputs,
                        json.getTypeFactory()
                                .constructMapType(
                                        Map.class, String.class, com.fasterxml.jackson.databind.JsonNode.class)),
                List.of(new Picture.Variation(null, loss, null)));
    }

    private static String file(String name) {
        return "examples/src/main/resources/catalogue/" + name + ".json";
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    private static Set<String> stems(Stream<Path> files) {
        return files.map(path -> path.getFileName().toString().replaceFirst("\\.[^.]*$", ""))
                .collect(Collectors.toSet());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(REMEDY, e);
        }
    }
}
