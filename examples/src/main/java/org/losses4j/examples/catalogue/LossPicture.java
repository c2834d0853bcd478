package org.losses4j.examples.catalogue;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.losses4j.LossType;
import org.losses4j.examples.report.Chart;

/** Draws value and gradient of a loss side by side, under its name, its formula and one legend. */
final class LossPicture {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 540;
    private static final int MARGIN = 24;
    private static final int NAME_LINE = 36;
    private static final int FORMULA_LINE = 66;
    private static final int LEGEND_LINE = 100;
    private static final int LINE = 26;
    private static final int SAMPLE = 32;
    private static final int GAP = 28;

    private LossPicture() {}

    static void save(LossType<?> type, Picture picture, List<Curve> curves, Path file) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, WIDTH, HEIGHT);
        canvas.setColor(new Color(0x222222));
        canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 24));
        canvas.drawString(type.name(), MARGIN, NAME_LINE);
        canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 18));
        canvas.drawString(type.defaults().description().formula(), MARGIN, FORMULA_LINE);
        int top = legend(canvas, curves);
        Chart values = new Chart("", picture.axis(), "loss").horizontal(picture.from(), picture.to());
        Chart slopes = new Chart("", picture.axis(), "gradient").horizontal(picture.from(), picture.to());
        for (Curve curve : curves) {
            values.line(curve.title(), curve.x(), finite(curve.value()));
            slopes.line(curve.title(), curve.x(), finite(curve.slope()));
        }
        canvas.translate(0, top);
        values.paint(canvas, WIDTH / 2, HEIGHT - top);
        canvas.translate(WIDTH / 2, 0);
        slopes.paint(canvas, WIDTH / 2, HEIGHT - top);
        canvas.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    /** Draws the legend, in as many lines as it takes; gives where it ends. */
    private static int legend(Graphics2D canvas, List<Curve> curves) {
        canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
        canvas.setStroke(new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        int x = MARGIN;
        int y = LEGEND_LINE;
        for (int i = 0; i < curves.size(); i++) {
            String title = curves.get(i).title();
            int width = SAMPLE + canvas.getFontMetrics().stringWidth(title);
            if (x > MARGIN && x + width > WIDTH - MARGIN) {
                x = MARGIN;
                y += LINE;
            }
            canvas.setColor(Chart.colour(i));
            canvas.drawLine(x, y - 6, x + SAMPLE - 10, y - 6);
            canvas.setColor(Color.BLACK);
            canvas.drawString(title, x + SAMPLE, y);
            x += width + GAP;
        }
        return y + LINE / 2;
    }

    /** Infinite values leave a gap. */
    private static double[] finite(double[] values) {
        double[] drawn = values.clone();
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = Double.isFinite(drawn[i]) ? drawn[i] : Double.NaN;
        }
        return drawn;
    }
}
