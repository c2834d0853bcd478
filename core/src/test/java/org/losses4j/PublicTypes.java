package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Names of types that others depend on, held against a file: to change them is to break somebody's build or saved network. */
public final class PublicTypes {
    private PublicTypes() {}

    /** Holds the public types outside of internal packages against a file of a module's tests. */
    public static void check(JavaClasses classes) {
        check(classes, "public-types.txt", PublicTypes::isPublic);
    }

    /** Holds the types that a rule applies to against a file of a module's tests. */
    public static void check(JavaClasses classes, String file, Predicate<JavaClass> rule) {
        List<String> names =
                classes.stream().filter(rule).map(JavaClass::getName).sorted().toList();
        Path path = Path.of("src/test/resources", file);
        try {
            assertEquals(
                    String.join("\n", Files.readAllLines(path)),
                    String.join("\n", names),
                    () -> path + " lists what others depend on; if the change is meant, change it too");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getPackageName().contains(".internal")
                && !type.getName().endsWith("package-info")
                && type.getEnclosingClass().map(PublicTypes::isPublic).orElse(true);
    }
}
