package org.losses4j.examples.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text of lines.
 *
 * @param lines the lines in their order, without line ends
 */
public record Verses(List<String> lines) {
    /** How many lines on end stay together when a part is put aside. */
    public static final int BLOCK = 50;

    /**
     * Two parts that share no line.
     *
     * @param train what to learn from
     * @param test what to judge by
     */
    public record Parts(Verses train, Verses test) {}

    /** Genesis and Exodus in the King James Version, which are part of the examples. */
    public static Verses bundled() throws IOException {
        InputStream stream = Verses.class.getResourceAsStream("/data/genesis_exodus.txt");
        if (stream == null) {
            throw new IOException("The examples hold no text named genesis_exodus.txt");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return new Verses(reader.lines().toList());
        }
    }

    /** The first lines. */
    public Verses first(int count) {
        return new Verses(lines.subList(0, count));
    }

    /**
     * Puts a share of the text apart: blocks of {@value #BLOCK} lines, chosen at random; both parts keep the order.
     *
     * @param share of the test part, 0 to 1
     */
    public Parts split(double share, long seed) {
        int blocks = (lines.size() + BLOCK - 1) / BLOCK;
        List<Integer> order = new ArrayList<>(IntStream.range(0, blocks).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        List<Integer> test = order.subList(0, (int) Math.round(share * blocks));
        return new Parts(blocks(order.subList(test.size(), blocks)), blocks(test));
    }

    private Verses blocks(List<Integer> wanted) {
        return new Verses(wanted.stream()
                .sorted()
                .flatMap(block -> lines.subList(block * BLOCK, Math.min(lines.size(), (block + 1) * BLOCK)).stream())
                .toList());
    }

    /** The lines, each ended. */
    public String text() {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
