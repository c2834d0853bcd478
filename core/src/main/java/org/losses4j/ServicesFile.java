package org.losses4j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The lines of a file that lists providers. */
final class ServicesFile {
    private static final Pattern NAME = Pattern.compile("\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}.]*");

    private ServicesFile() {}

    /**
     * The classes that a file lists if one of its other lines cannot be the name of a class: ServiceLoader then reads none of
     * them. Empty if ServiceLoader reads the file.
     */
    static List<String> givenUp(URL file) throws IOException {
        URLConnection connection = file.openConnection();
        connection.setUseCaches(false);
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> lines = reader.lines()
                    .map(line -> line.split("#", 2)[0].trim())
                    .filter(Predicate.not(String::isEmpty))
                    .toList();
            List<String> names = lines.stream().filter(NAME.asMatchPredicate()).toList();
            return names.size() == lines.size() ? List.of() : names;
        }
    }
}
