package dev.diffract.tests.parity;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Compares pictures by their pixels, not by how they are packed. */
final class PictureComparison {

    private static final String[] CHANNELS = {"blue", "green", "red"};

    private final Differences differences;

    PictureComparison(Differences differences) {
        this.differences = differences;
    }

    /** @throws IOException if one of the two is no picture */
    void compare(byte[] committed, byte[] fresh) throws IOException {
        BufferedImage before = read(committed);
        BufferedImage after = read(fresh);
        if (before.getWidth() != after.getWidth() || before.getHeight() != after.getHeight()) {
            differences.other("", size(after), size(before));
            return;
        }
        for (int y = 0; y < before.getHeight(); y++) {
            for (int x = 0; x < before.getWidth(); x++) {
                pixels(x, y, before.getRGB(x, y), after.getRGB(x, y));
            }
        }
    }

    private void pixels(int x, int y, int committed, int fresh) {
        for (int channel = 0; committed != fresh && channel < CHANNELS.length; channel++) {
            int shift = 8 * channel;
            differences.step(
                    CHANNELS[channel] + " of (" + x + "," + y + ")", committed >> shift & 255, fresh >> shift & 255);
        }
    }

    private static BufferedImage read(byte[] content) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(content));
        if (picture == null) {
            throw new IOException("no picture");
        }
        return picture;
    }

    private static String size(BufferedImage picture) {
        return picture.getWidth() + " × " + picture.getHeight() + " pixels";
    }
}
