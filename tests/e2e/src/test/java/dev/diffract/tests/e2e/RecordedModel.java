package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A small model that was recorded with the pictures that torch draws with it. */
final class RecordedModel {

    private RecordedModel() {}

    /** Writes the model's files into a folder, from an archive among the recordings. */
    static void unpack(String archive, Path folder) throws IOException {
        try (ZipInputStream in = new ZipInputStream(resource(archive))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, in.readAllBytes());
            }
        }
    }

    static InputStream resource(String name) {
        return RecordedModel.class.getResourceAsStream("/parity/" + name);
    }

    /** The share of pixels, in percent, of which no value differs by more than 1 of 255. */
    static double same(BufferedImage one, BufferedImage other) {
        assertThat(one.getWidth()).isEqualTo(other.getWidth());
        assertThat(one.getHeight()).isEqualTo(other.getHeight());
        int same = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                same += alike(one.getRGB(x, y), other.getRGB(x, y)) ? 1 : 0;
            }
        }
        return 100.0 * same / (one.getWidth() * one.getHeight());
    }

    private static boolean alike(int one, int other) {
        for (int shift = 0; shift < 24; shift += 8) {
            if (Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)) > 1) {
                return false;
            }
        }
        return true;
    }
}
