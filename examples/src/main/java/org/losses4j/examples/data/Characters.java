package org.losses4j.examples.data;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws the letters and digits of many scripts, each once in every font, shifted, turned and stretched a little. */
public final class Characters {
    /** Height and width of an image, in pixels. */
    public static final int SIDE = 20;

    /** Where Debian's package fonts-dejavu puts its fonts. */
    public static final Path DEFAULT_FONTS = Path.of("/usr/share/fonts/truetype/dejavu");

    private static final int LONGER_SIDE = 14;
    private static final int LAST = 0x2FFF;
    private static final FontRenderContext OUTLINES = new FontRenderContext(null, true, true);

    private Characters() {}

    /**
     * The characters that all fonts of a folder have: an image of each in each font, whose class is the character.
     *
     * @param folder of TrueType fonts (.ttf); those of mathematics are left out
     * @throws IOException if there are none, or one cannot be read
     */
    public static Images drawn(Path folder) throws IOException {
        List<Font> fonts = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(Characters::isText).sorted().toList()) {
                    fonts.add(font(file));
                }
            }
        }
        if (fonts.isEmpty()) {
            throw new IOException("There are no TrueType fonts in " + folder
                    + ": install Debian's fonts-dejavu, or give --data DIR, a folder of .ttf files");
        }
        return drawn(fonts);
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".ttf") && !name.contains("Math");
    }

    private static Font font(Path file) throws IOException {
        try {
            return Font.createFont(Font.TRUETYPE_FONT, file.toFile()).deriveFont(40f);
        } catch (FontFormatException e) {
            throw new IOException(file + " is not a TrueType font: " + e.getMessage(), e);
        }
    }

    static Images drawn(List<Font> fonts) {
        List<Integer> characters = distinct(fonts);
        Random random = new Random(1);
        List<float[]> images = new ArrayList<>();
        for (int character : characters) {
            for (Font font : fonts) {
                images.add(draw(font, character, change(random)));
            }
        }
        return new Images(
                SIDE,
                SIDE,
                images.toArray(float[][]::new),
                IntStream.range(0, images.size())
                        .map(i -> characters.get(i / fonts.size()))
                        .toArray());
    }

    /** The characters of all fonts; of several that look the same in the first font, the first. */
    private static List<Integer> distinct(List<Font> fonts) {
        Set<String> looks = new HashSet<>();
        return IntStream.rangeClosed('!', LAST)
                .filter(Character::isLetterOrDigit)
                .filter(character -> fonts.stream().allMatch(font -> canDraw(font, character)))
                .filter(character -> looks.add(Arrays.toString(draw(fonts.get(0), character, new AffineTransform()))))
                .boxed()
                .toList();
    }

    private static boolean canDraw(Font font, int character) {
        return font.canDisplay(character)
                && !outline(font, character).getBounds2D().isEmpty();
    }

    private static Shape outline(Font font, int character) {
        return font.createGlyphVector(OUTLINES, Character.toString(character)).getOutline();
    }

    private static AffineTransform change(Random random) {
        AffineTransform change = AffineTransform.getTranslateInstance(1.5 * sway(random), 1.5 * sway(random));
        change.rotate(Math.toRadians(12 * sway(random)));
        change.shear(0.2 * sway(random), 0);
        change.scale(1 + 0.12 * sway(random), 1 + 0.12 * sway(random));
        return change;
    }

    /** Between −1 and 1. */
    private static double sway(Random random) {
        return 2 * random.nextDouble() - 1;
    }

    private static float[] draw(Font font, int character, AffineTransform change) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        Shape outline = outline(font, character);
        Rectangle2D bounds = outline.getBounds2D();
        double size = LONGER_SIDE / Math.max(bounds.getWidth(), bounds.getHeight());
        AffineTransform place = AffineTransform.getTranslateInstance(SIDE / 2.0, SIDE / 2.0);
        place.concatenate(change);
        place.scale(size, size);
        place.translate(-bounds.getCenterX(), -bounds.getCenterY());
        graphics.fill(place.createTransformedShape(outline));
        graphics.dispose();
        byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        float[] pixels = new float[bytes.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (bytes[i] & 255) / 255f;
        }
        return pixels;
    }
}
