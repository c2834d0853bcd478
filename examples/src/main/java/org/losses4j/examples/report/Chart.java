package org.losses4j.examples.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of curves or points, in the one style that all examples share. */
public final class Chart {
    // Okabe and Ito's colours, which colour-blind readers can tell apart.
    private static final Color[] COLOURS = {
        new Color(0xD55E00), new Color(0x0072B2), new Color(0x009E73), new Color(0xCC79A7), new Color(0x555555)
    };
    private static final String FONT = Font.SANS_SERIF;

    private final XYChart chart;
    private int series;

    public Chart(String title, String horizontal, String vertical) {
        chart = new XYChartBuilder()
                .width(960)
                .height(640)
                .title(title)
                .xAxisTitle(horizontal)
                .yAxisTitle(vertical)
                .build();
        chart.getStyler()
                .setXAxisDecimalPattern("0.###")
                .setYAxisDecimalPattern("0.###")
                .setXAxisTickMarkSpacingHint(110);
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line)
                .setPlotGridLinesColor(new Color(0xE6E6E6))
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setAxisTitleFont(new Font(FONT, Font.PLAIN, 16))
                .setAxisTickLabelsFont(new Font(FONT, Font.PLAIN, 14));
        chart.getStyler()
                .setLocale(Locale.ROOT)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartTitleFont(new Font(FONT, Font.BOLD, 18))
                .setChartTitleBoxVisible(false)
                .setLegendFont(new Font(FONT, Font.PLAIN, 15))
                .setLegendBorderColor(Color.WHITE)
                .setLegendLayout(Styler.LegendLayout.Vertical)
                .setLegendPosition(Styler.LegendPosition.InsideSW)
                .setMarkerSize(10)
                .setChartPadding(16);
    }

    /**
     * Draws a picture in memory, before hours of training end in one that cannot be drawn; and before an interruption,
     * since Java's graphics cannot be started while the JVM shuts down.
     *
     * @throws IOException if Java cannot draw here
     */
    public static void requireDrawable() throws IOException {
        try {
            new Chart("title", "x", "y")
                    .line("y", new double[] {0, 1}, new double[] {0, 1})
                    .write(new ByteArrayOutputStream());
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IOException(
                    "Java cannot draw pictures here, for which it needs fontconfig and a font"
                            + " (Debian: apt-get install fontconfig fonts-dejavu-core): " + e,
                    e);
        }
    }

    /** The range of the horizontal axis. */
    public Chart horizontal(double from, double to) {
        chart.getStyler().setXAxisMin(from).setXAxisMax(to);
        return this;
    }

    /** The range of the vertical axis. */
    public Chart vertical(double from, double to) {
        chart.getStyler()
                .setYAxisMin(from)
                .setYAxisMax(to)
                .setYAxisDecimalPattern("0.###")
                .setYAxisTickMarkSpacingHint(60);
        return this;
    }

    /** A logarithmic vertical axis. */
    public Chart logarithmic() {
        chart.getStyler().setYAxisLogarithmic(true).setYAxisDecimalPattern("0.######");
        return this;
    }

    /** Ticks of the horizontal axis at whole numbers. */
    public Chart wholeNumbers() {
        chart.getStyler().setXAxisDecimalPattern("0").setXAxisTickMarkSpacingHint(120);
        return this;
    }

    /** Where the legend goes; outside of the curves it takes one line. */
    public Chart legend(Styler.LegendPosition position) {
        chart.getStyler()
                .setLegendPosition(position)
                .setLegendLayout(
                        position == Styler.LegendPosition.OutsideS
                                ? Styler.LegendLayout.Horizontal
                                : Styler.LegendLayout.Vertical);
        return this;
    }

    /** A curve; of one point, the point. */
    public Chart line(String name, double[] x, double[] y) {
        XYSeries line = chart.addSeries(name, x, y);
        line.setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        line.setMarkerColor(colour(series));
        line.setLineColor(colour(series++));
        line.setLineStyle(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        return this;
    }

    /** Points. */
    public Chart points(String name, double[] x, double[] y) {
        XYSeries points = chart.addSeries(name, x, y);
        Color colour = colour(series++);
        points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        points.setMarker(SeriesMarkers.CIRCLE);
        points.setMarkerColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 160));
        return this;
    }

    /** A thin grey line that says what to compare with. */
    public Chart guide(String name, double[] x, double[] y) {
        XYSeries guide = chart.addSeries(name, x, y);
        guide.setMarker(SeriesMarkers.NONE);
        guide.setLineColor(Color.GRAY);
        guide.setLineStyle(
                new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0));
        return this;
    }

    /** The colour of the curve with this index. */
    public static Color colour(int index) {
        return COLOURS[index % COLOURS.length];
    }

    /** Draws it, without a legend, as a part of a larger picture that has one. */
    public void paint(Graphics2D canvas, int width, int height) {
        chart.getStyler().setLegendVisible(false);
        chart.paint(canvas, width, height);
    }

    /** Writes it as PNG. */
    public void save(Path file) throws IOException {
        try (OutputStream stream = Files.newOutputStream(file)) {
            write(stream);
        }
    }

    private void write(OutputStream stream) throws IOException {
        BitmapEncoder.saveBitmap(chart, stream, BitmapEncoder.BitmapFormat.PNG);
    }
}
