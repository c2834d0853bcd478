package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What Maven Central and users need of the poms, as far as it shows before a release is built; .ci/release does the rest. */
class PublishedPomsTest {
    private static final Path ROOT = Path.of("..");
    private static final Element BOM = pom("core/bom");

    private static Element pom(String folder) {
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(ROOT.resolve(folder).resolve("pom.xml").toFile());
            return document.getDocumentElement();
        } catch (Exception e) {
            throw new IllegalStateException(folder, e);
        }
    }

    private static List<Element> children(Element parent, String... path) {
        List<Element> found = List.of(parent);
        for (String name : path) {
            List<Element> next = new ArrayList<>();
            for (Element element : found) {
                for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
                    if (node instanceof Element child && child.getTagName().equals(name)) {
                        next.add(child);
                    }
                }
            }
            found = next;
        }
        return found;
    }

    private static String text(Element parent, String... path) {
        return optional(parent, path).orElseThrow(() -> new AssertionError("no " + String.join("/", path)));
    }

    private static Optional<String> optional(Element parent, String... path) {
        return children(parent, path).stream()
                .findFirst()
                .map(element -> element.getTextContent().strip());
    }

    private static Stream<String> artifacts(Element parent, String... path) {
        return children(parent, path).stream().map(dependency -> text(dependency, "artifactId"));
    }

    @Test
    void theUppermostPomSaysWhatCentralAsksFor() {
        for (String name : List.of("groupId", "artifactId", "version", "name", "description", "url")) {
            assertFalse(text(BOM, name).isEmpty(), name);
        }
        assertEquals("https://www.apache.org/licenses/LICENSE-2.0.txt", text(BOM, "licenses", "license", "url"));
        assertFalse(text(BOM, "developers", "developer", "name").isEmpty());
        assertTrue(text(BOM, "scm", "connection").startsWith("scm:git:"));
        assertTrue(text(BOM, "scm", "developerConnection").startsWith("scm:git:"));
        assertEquals(text(BOM, "url"), text(BOM, "scm", "url"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "core", "dl4j-adapter", "djl-adapter"})
    void everyPublishedPomHasItsNameAndDescription(String folder) {
        assertFalse(text(pom(folder), "name").isEmpty());
        assertFalse(text(pom(folder), "description").isEmpty());
    }

    @Test
    void theBomManagesThePublishedModulesAndNoOthers() {
        List<String> managed = children(BOM, "dependencyManagement", "dependencies", "dependency").stream()
                .filter(dependency -> text(dependency, "groupId").equals("org.losses4j"))
                .map(dependency -> text(dependency, "artifactId"))
                .toList();
        List<String> published = new ArrayList<>();
        for (Element module : children(pom("."), "modules", "module")) {
            Element pom = pom(module.getTextContent());
            boolean jar = optional(pom, "packaging").isEmpty();
            if (jar && !optional(pom, "properties", "losses4j.unpublished").equals(Optional.of("true"))) {
                published.add(text(pom, "artifactId"));
            }
        }
        assertEquals(published, managed);
    }

    @Test
    void allPomsHaveOneVersion() {
        String version = text(BOM, "version");
        for (Element module : children(pom("."), "modules", "module")) {
            Element pom = pom(module.getTextContent());
            assertEquals(
                    version,
                    optional(pom, "parent", "version").orElseGet(() -> text(pom, "version")),
                    module.getTextContent());
        }
    }

    /** A version of ours would stand nearer to users than that of their logger, and silence it. */
    @ParameterizedTest
    @ValueSource(strings = {"core", "dl4j-adapter", "djl-adapter"})
    void noPublishedModuleDeclaresSlf4j(String folder) {
        assertFalse(artifacts(pom(folder), "dependencies", "dependency").anyMatch("slf4j-api"::equals));
        assertFalse(artifacts(BOM, "dependencyManagement", "dependencies", "dependency")
                .anyMatch("slf4j-api"::equals));
        assertFalse(artifacts(pom("."), "dependencyManagement", "dependencies", "dependency")
                .anyMatch("slf4j-api"::equals));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dl4j", "djl"})
    void strangersProjectsTakeTheVersionsThatThisBuildTakes(String consumer) throws IOException {
        Element properties = children(pom("."), "properties").get(0);
        String dl4j = text(properties, "dl4j.version");
        String pytorch = text(properties, "djl.pytorch.version");
        Map<String, String> versions = Map.of(
                "nd4j-native", dl4j,
                "pytorch-jni", pytorch + "-" + text(properties, "djl.version"),
                "pytorch-native-cpu", pytorch);
        String folder = ".ci/consumers/" + consumer;
        String gradle = Files.readString(ROOT.resolve(folder).resolve("build.gradle"));
        int natives = 0;
        for (Element dependency : children(pom(folder), "dependencies", "dependency")) {
            String artifact = text(dependency, "artifactId");
            if (versions.containsKey(artifact)) {
                natives++;
                assertEquals(versions.get(artifact), text(dependency, "version"), artifact);
                assertTrue(gradle.contains(":" + artifact + ":" + versions.get(artifact)), artifact);
            }
        }
        assertEquals(2, natives);
    }
}
