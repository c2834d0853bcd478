package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tokens that any text of Latin letters can be written in and read back from: words, marks, and, for words that are not
 * tokens, letters followed by an end.
 *
 * <p>Blanks are not tokens: there is one before every word and every opening bracket, except after a line end or an opening
 * bracket and at the beginning, and nowhere else. So the product of the probabilities of all tokens is a probability of the
 * text, and its bits for each character can be compared with those of any other model.
 */
public final class Vocabulary {
    /** The token of a line end, with which a text's context is filled up. */
    public static final int LINE_END = 0;

    private static final int END = 1;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'-";
    private static final String LINE = "\n";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z][A-Za-z'-]*|[^ ]");

    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> whole = new HashMap<>();
    private final int firstWhole;

    /**
     * The words that a text has at least so often, and all its marks.
     *
     * @param text to learn from
     * @param least how often a word must occur to be a token of its own
     */
    public Vocabulary(String text, int least) {
        tokens.add(LINE);
        whole.put(LINE, LINE_END);
        tokens.add("");
        LETTERS.chars().forEach(letter -> tokens.add(Character.toString(letter)));
        firstWhole = tokens.size();
        Map<String, Long> counts =
                pieces(text).collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        counts.forEach((piece, count) -> {
            if (!piece.equals(LINE) && (count >= least || !isWord(piece))) {
                whole.put(piece, tokens.size());
                tokens.add(piece);
            }
        });
    }

    private static Stream<String> pieces(String text) {
        return TOKEN.matcher(text).results().map(MatchResult::group);
    }

    private static boolean isWord(String piece) {
        return Character.isLetter(piece.charAt(0));
    }

    /** How many tokens there are. */
    public int size() {
        return tokens.size();
    }

    /**
     * Writes a text in tokens.
     *
     * @throws IllegalArgumentException if it has a mark that this vocabulary has not
     */
    public int[] encode(String text) {
        return pieces(text).flatMapToInt(this::encodePiece).toArray();
    }

    private IntStream encodePiece(String piece) {
        Integer token = whole.get(piece);
        if (token != null) {
            return IntStream.of(token);
        }
        if (!isWord(piece)) {
            throw new IllegalArgumentException("The text this vocabulary was made from has no '" + piece + "'");
        }
        return IntStream.concat(piece.chars().map(letter -> 2 + LETTERS.indexOf(letter)), IntStream.of(END));
    }

    /**
     * What each token adds to the text, the blank before it included; the text is all of them on end.
     *
     * @param encoded as {@link #encode} gives it
     */
    public List<String> decode(int[] encoded) {
        List<String> pieces = new ArrayList<>();
        String last = "\n";
        boolean spelling = false;
        for (int token : encoded) {
            String piece = tokens.get(token);
            boolean letter = token > LINE_END && token < firstWhole;
            boolean begins = letter ? !spelling && token != END : isWord(piece) || piece.equals("(");
            pieces.add(begins && !last.equals("\n") && !last.equals("(") ? " " + piece : piece);
            spelling = letter && token != END;
            last = piece;
        }
        return pieces;
    }
}
