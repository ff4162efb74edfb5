package dev.diffract.tests.e2e;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** The pictures a run drew, side by side: {@code docs/pictures.png} is one of these. */
final class ContactSheet {

    private static final int COLUMNS = 6;
    private static final int GAP = 6;

    private ContactSheet() {}

    /**
     * @param pictures all of one size, at least one
     */
    static void write(List<BufferedImage> pictures, Path file) throws IOException {
        int width = pictures.get(0).getWidth() + GAP;
        int height = pictures.get(0).getHeight() + GAP;
        int columns = Math.min(COLUMNS, pictures.size());
        int rows = (pictures.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(columns * width + GAP, rows * height + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int i = 0; i < pictures.size(); i++) {
            graphics.drawImage(pictures.get(i), GAP + i % columns * width, GAP + i / columns * height, null);
        }
        graphics.dispose();
        Files.createDirectories(file.getParent());
        ImageIO.write(sheet, "png", file.toFile());
    }
}
