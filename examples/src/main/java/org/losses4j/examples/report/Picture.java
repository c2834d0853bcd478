package org.losses4j.examples.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture of images, maps and text, where a {@link Chart} cannot serve. */
public final class Picture {
    /** What images are drawn with. */
    public static final Color INK = Color.BLACK;

    /** What probabilities are drawn with: a colour of {@link Chart}s. */
    public static final Color BLUE = new Color(0x0072B2);

    private static final Color FRAME = new Color(0xD0D0D0);

    private static final int[] DIGITS = {
        0x1F77B4, 0xFF7F0E, 0x2CA02C, 0xD62728, 0x9467BD, 0x8C564B, 0xE377C2, 0x7F7F7F, 0xBCBD22, 0x17BECF
    };

    private final BufferedImage image;
    private final Graphics2D graphics;

    /** A white picture, in pixels. */
    public Picture(int width, int height) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
    }

    /**
     * Draws numbers as cells between white and a colour, with a thin frame around them.
     *
     * @param values row by row; 0 and less is white, 1 and more is {@code colour}
     * @param columns of a row
     * @param cellWidth of a cell, in pixels
     * @param cellHeight of a cell, in pixels
     */
    public Picture cells(double[] values, int columns, int x, int y, int cellWidth, int cellHeight, Color colour) {
        for (int i = 0; i < values.length; i++) {
            graphics.setColor(between(values[i], colour));
            graphics.fillRect(x + i % columns * cellWidth, y + i / columns * cellHeight, cellWidth, cellHeight);
        }
        return frame(x, y, columns * cellWidth, values.length / columns * cellHeight);
    }

    /** Draws a thin frame around a rectangle. */
    public Picture frame(int x, int y, int width, int height) {
        graphics.setColor(FRAME);
        graphics.drawRect(x - 1, y - 1, width + 1, height + 1);
        return this;
    }

    /** Draws the outline of a rectangle, two pixels wide. */
    public Picture box(int x, int y, int width, int height, Color colour) {
        graphics.setColor(colour);
        graphics.drawRect(x, y, width, height);
        graphics.drawRect(x - 1, y - 1, width + 2, height + 2);
        return this;
    }

    /** Draws a square dot around a point. */
    public Picture dot(int x, int y, int size, Color colour) {
        graphics.setColor(colour);
        graphics.fillRect(x - size / 2, y - size / 2, size, size);
        return this;
    }

    /** Writes a digit in a colour of its own, centred at a point. */
    public Picture digit(int digit, int x, int y, int size) {
        String text = String.valueOf(digit);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, size));
        graphics.setColor(new Color(DIGITS[digit]));
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.drawString(text, x - metrics.stringWidth(text) / 2, y + metrics.getAscent() / 2 - 1);
        return this;
    }

    private static Color between(double value, Color colour) {
        double share = Math.min(1, Math.max(0, value));
        return new Color(
                shade(share, colour.getRed()), shade(share, colour.getGreen()), shade(share, colour.getBlue()));
    }

    private static int shade(double share, int full) {
        return (int) Math.round(255 + share * (full - 255));
    }

    /** Writes a line whose left end is at x, on the base line y. */
    public Picture text(String line, int x, int y, int size) {
        return text(line, x, y, size, Color.DARK_GRAY);
    }

    /** Writes a line in a colour. */
    public Picture text(String line, int x, int y, int size, Color colour) {
        write(line, x, y, Font.PLAIN, size, colour);
        return this;
    }

    /** Writes a line in bold. */
    public Picture title(String line, int x, int y, int size) {
        write(line, x, y, Font.BOLD, size, Color.DARK_GRAY);
        return this;
    }

    /** Writes a line whose right end is at x, on the base line y. */
    public Picture textTo(String line, int x, int y, int size) {
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
        write(line, x - graphics.getFontMetrics().stringWidth(line), y, Font.PLAIN, size, Color.DARK_GRAY);
        return this;
    }

    /** How wide {@link #text} writes a line, in pixels. */
    public int width(String line, int size) {
        return graphics.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, size))
                .stringWidth(line);
    }

    private void write(String line, int x, int y, int style, int size, Color colour) {
        graphics.setFont(new Font(Font.SANS_SERIF, style, size));
        graphics.setColor(colour);
        graphics.drawString(line, x, y);
    }

    /** Writes it as PNG. */
    public void save(Path file) throws IOException {
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
    }
}
