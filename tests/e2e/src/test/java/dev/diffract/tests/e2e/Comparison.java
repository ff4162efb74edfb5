package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.e2e.RecordedPictures.Case;
import java.awt.image.BufferedImage;

/**
 * How a drawn picture compares with a recorded one.
 *
 * @param same share of the pixels no channel of which differs by more than one of 255
 * @param largest difference of a channel
 */
record Comparison(Case recording, double same, int largest) {

    static Comparison of(Case recording, BufferedImage drawn) {
        BufferedImage wanted = recording.picture();
        assertThat(drawn.getWidth()).isEqualTo(wanted.getWidth());
        assertThat(drawn.getHeight()).isEqualTo(wanted.getHeight());
        int pixels = wanted.getWidth() * wanted.getHeight();
        int same = 0;
        int largest = 0;
        for (int i = 0; i < pixels; i++) {
            int x = i % wanted.getWidth();
            int y = i / wanted.getWidth();
            int difference = difference(wanted.getRGB(x, y), drawn.getRGB(x, y));
            same += difference <= 1 ? 1 : 0;
            largest = Math.max(largest, difference);
        }
        return new Comparison(recording, (double) same / pixels, largest);
    }

    private static int difference(int one, int other) {
        int largest = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            largest = Math.max(largest, Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)));
        }
        return largest;
    }
}
