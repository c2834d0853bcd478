package org.losses4j.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {

    @Test
    void cellsGoFromPaperToInk(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cells.png");
        new Picture(40, 30)
                .cells(new double[] {0, 1, 0.2, 7, -3, 0}, 3, 5, 6, 4, 3, Picture.INK)
                .dot(30, 20, 4, Picture.BLUE)
                .save(file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(40, image.getWidth());
        assertEquals(30, image.getHeight());
        assertEquals(0xFFFFFF, image.getRGB(6, 7) & 0xFFFFFF);
        assertEquals(0x000000, image.getRGB(10, 7) & 0xFFFFFF);
        assertEquals(0xCCCCCC, image.getRGB(14, 7) & 0xFFFFFF);
        assertEquals(0x000000, image.getRGB(6, 10) & 0xFFFFFF);
        assertEquals(0xFFFFFF, image.getRGB(10, 10) & 0xFFFFFF);
        assertEquals(0x0072B2, image.getRGB(30, 20) & 0xFFFFFF);
        assertEquals(0xFFFFFF, image.getRGB(38, 28) & 0xFFFFFF);
    }
}
