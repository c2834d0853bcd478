package org.losses4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes figures of this library beside those of its peers, as Markdown; those of code that still warmed up only as such. */
final class RatioTable {
    private static final String WARMING_UP = "warming up";

    private final List<Figure> figures;

    RatioTable(List<Figure> figures) {
        this.figures = figures;
    }

    /** A table for each number of threads and each of our contenders that there are figures of. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        figures.stream().map(Figure::threads).distinct().sorted().forEach(threads -> {
            for (Contender ours : Contender.ours()) {
                table(ours.title(), threads, text);
            }
        });
        return text.toString();
    }

    private void table(String ours, int threads, StringBuilder text) {
        List<Figure> rows = figures.stream()
                .filter(figure -> figure.contender().equals(ours) && figure.threads() == threads)
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        List<String> peers = peers(ours, threads);
        text.append(String.format("### %s, %d %s%n%n", ours, threads, threads == 1 ? "thread" : "threads"));
        line(text, "loss", "size", ours, peers);
        line(text, "---", "---", "--:", peers.stream().map(peer -> "--:").toList());
        for (Figure row : rows) {
            List<String> cells = new ArrayList<>();
            for (String peer : peers) {
                cells.add(find(row, peer).map(figure -> compared(row, figure)).orElse(""));
            }
            line(text, row.loss(), row.size(), cell(row), cells);
        }
        text.append(System.lineSeparator());
    }

    /** The time of one of our own, and in brackets the median of its slowest JVM, if that is another. */
    private static String cell(Figure figure) {
        String slowest = number(figure.slowest());
        boolean known = figure.slowest() > 0 && !slowest.equals(number(figure.median()));
        return figure.warmingUp() ? WARMING_UP : number(figure.median()) + (known ? " (to " + slowest + ")" : "");
    }

    /** A peer's time and its ratio to ours; no ratio while one of the two was still warming up. */
    private static String compared(Figure ours, Figure peer) {
        if (peer.warmingUp()) {
            return WARMING_UP;
        }
        return number(peer.median()) + (ours.warmingUp() ? "" : " (×" + number(peer.median() / ours.median()) + ")");
    }

    /** The engine's peers are those of no framework's adapter. */
    private List<String> peers(String ours, int threads) {
        Set<String> frameworks = Set.of(Contender.DL4J.title(), Contender.DJL.title());
        Set<String> peers = new LinkedHashSet<>();
        for (Figure figure : figures) {
            String name = figure.contender();
            String framework = name.split("-", 2)[0];
            boolean related = frameworks.contains(ours) ? framework.equals(ours) : !frameworks.contains(framework);
            if (figure.threads() == threads && related && !name.equals(ours)) {
                peers.add(name);
            }
        }
        return List.copyOf(peers);
    }

    private Optional<Figure> find(Figure row, String peer) {
        return figures.stream()
                .filter(figure -> figure.contender().equals(peer)
                        && figure.threads() == row.threads()
                        && figure.loss().equals(row.loss())
                        && figure.size().equals(row.size()))
                .findFirst();
    }

    private static void line(StringBuilder text, String loss, String size, String ours, List<String> peers) {
        text.append("| ")
                .append(loss)
                .append(" | ")
                .append(size)
                .append(" | ")
                .append(ours)
                .append(" | ");
        peers.forEach(peer -> text.append(peer).append(" | "));
        text.setLength(text.length() - 1);
        text.append(System.lineSeparator());
    }

    /** Three digits, which is more than a measurement is worth. */
    private static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
