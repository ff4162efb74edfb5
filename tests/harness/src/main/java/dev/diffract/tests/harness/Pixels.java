package dev.diffract.tests.harness;

import java.awt.image.BufferedImage;

/** Pictures compared pixel by pixel. */
public final class Pixels {

    private Pixels() {}

    /** The largest difference of any channel of any pixel, 0 to 255. Both pictures have one size. */
    public static int largestDifference(BufferedImage one, BufferedImage other) {
        int largest = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int difference = (one.getRGB(x, y) >> shift & 0xff) - (other.getRGB(x, y) >> shift & 0xff);
                    largest = Math.max(largest, Math.abs(difference));
                }
            }
        }
        return largest;
    }
}
