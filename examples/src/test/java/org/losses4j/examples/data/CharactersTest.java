package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharactersTest {
    private static final List<Font> FONTS =
            List.of(new Font(Font.SERIF, Font.PLAIN, 40), new Font(Font.SANS_SERIF, Font.BOLD, 40));

    @Test
    void everyCharacterIsDrawnOnceInEachFont() {
        Images images = Characters.drawn(FONTS);
        assertEquals(Characters.SIDE * Characters.SIDE, images.pixels()[0].length);
        for (int i = 0; i < images.size(); i += 2) {
            assertEquals(images.classes()[i], images.classes()[i + 1]);
        }
        assertEquals(
                images.size() / 2, Arrays.stream(images.classes()).distinct().count());
        for (char known : "aQ7".toCharArray()) {
            assertEquals(2, images.positions(known).size(), () -> String.valueOf(known));
        }
        for (float[] image : images.pixels()) {
            double ink = 0;
            for (float pixel : image) {
                assertTrue(pixel >= 0 && pixel <= 1);
                ink += pixel;
            }
            assertTrue(ink > 3 && ink < 350, "ink " + ink);
        }
        assertTrue(Arrays.deepEquals(images.pixels(), Characters.drawn(FONTS).pixels()), "always the same");
    }

    @Test
    void saysWhichFontsAreMissingOrBroken(@TempDir Path folder) throws IOException {
        for (Path empty : List.of(folder, folder.resolve("nowhere"))) {
            IOException fault = assertThrows(IOException.class, () -> Characters.drawn(empty));
            assertEquals(
                    "There are no TrueType fonts in " + empty
                            + ": install Debian's fonts-dejavu, or give --data DIR, a folder of .ttf files",
                    fault.getMessage());
        }
        Path broken = Files.writeString(folder.resolve("broken.ttf"), "no font");
        IOException fault = assertThrows(IOException.class, () -> Characters.drawn(folder));
        assertTrue(fault.getMessage().startsWith(broken + " is not a TrueType font"), fault.getMessage());
    }
}
