package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.e2e.RecordedPictures.Case;
import dev.diffract.tests.harness.Programs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Whole pictures through builder, servers and frontend, compared with those of diffusers' own pipelines. */
class DrawsLikeDiffusersIT {

    /** Of the pixels of all pictures of a kind, those no channel of which differs by more than one of 255. */
    private static final double SAME = 0.999;

    /**
     * The same of every single picture. Some runs pass a fork: with the ancestral Euler sampler and seed 1008, changing the
     * model's outputs by a millionth in Python already changes one pixel in a hundred.
     */
    private static final double SAME_OF_ONE = 0.98;

    private static final int LARGEST = 32;

    @TempDir
    private static Path directory;

    private static RecordedPictures recorded;
    private static Deployment deployment;

    @BeforeAll
    static void start() throws IOException {
        recorded = RecordedPictures.read();
        assertThat(RecordedPictures.digest(Programs.demoModel()))
                .as("The pictures were recorded with another demo model than model-repository/demo-onnx;"
                        + " record them again: python tests/parity/record_pictures.py")
                .isEqualTo(recorded.model());
        deployment = Deployment.start(directory);
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void textToImageGivesTheSamePictures(TestReporter reporter) throws IOException {
        compare("text", 110, reporter);
    }

    @Test
    void imageToImageGivesTheSamePictures(TestReporter reporter) throws IOException {
        compare("image", 24, reporter);
    }

    @Test
    void inpaintingGivesTheSamePictures(TestReporter reporter) throws IOException {
        compare("mask", 12, reporter);
    }

    @Test
    void aSecondPassGivesTheSamePictures(TestReporter reporter) throws IOException {
        compare("hires", 6, reporter);
    }

    private static void compare(String kind, int count, TestReporter reporter) throws IOException {
        List<Case> cases = recorded.cases().stream()
                .filter(recording -> recording.kind().equals(kind))
                .toList();
        assertThat(cases).hasSize(count);
        List<Comparison> comparisons =
                cases.stream().map(DrawsLikeDiffusersIT::compare).toList();
        double mean =
                comparisons.stream().mapToDouble(Comparison::same).average().orElseThrow();
        double least = comparisons.stream().mapToDouble(Comparison::same).min().orElseThrow();
        reporter.publishEntry("pictures." + kind, count + " pictures, within 1/255: " + mean + ", least " + least);
        assertThat(mean).isGreaterThanOrEqualTo(SAME);
        assertThat(comparisons)
                .allMatch(comparison -> comparison.same() >= SAME_OF_ONE && comparison.largest() <= LARGEST);
    }

    private static Comparison compare(Case recording) {
        byte[] body = recording.body().getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> answer = deployment.frontend().post("application/json", "image/png", body);
        assertThat(answer.statusCode())
                .as(() -> recording.name() + ": " + new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return Comparison.of(recording, Frontend.picture(answer.body()));
    }

    /**
     * @param same share of the pixels
     * @param largest difference of a channel
     */
    private record Comparison(Case recording, double same, int largest) {

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
}
