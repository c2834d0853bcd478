package org.losses4j.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {

    @Test
    void drawsEachSeriesInAColourOfItsOwn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("chart.png");
        new Chart("title", "x", "y")
                .line("falling", new double[] {0, 1, 2}, new double[] {3, 2, 1})
                .points("here", new double[] {0.5, 1.5}, new double[] {1.5, 2.5})
                .save(file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(960, image.getWidth());
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        assertTrue(Arrays.stream(pixels).filter(pixel -> pixel == 0xFFD55E00).count() > 500, "the line");
        assertTrue(Arrays.stream(pixels).filter(pixel -> bluish(pixel)).count() > 50, "the points");
    }

    private static boolean bluish(int pixel) {
        return (pixel & 0xFF) > ((pixel >> 16) & 0xFF) + 60;
    }
}
