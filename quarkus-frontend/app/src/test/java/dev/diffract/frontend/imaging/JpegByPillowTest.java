package dev.diffract.frontend.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.frontend.core.imaging.Raster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Pillow reads from our files, where there is a Python with it. */
class JpegByPillowTest {

    private static final String SCRIPT = """
            import sys
            from PIL import Image
            image = Image.open(sys.argv[1])
            comment = image.getexif().get_ifd(0x8769)[0x9286]
            assert comment[:8] == b"UNICODE\\0", comment[:8]
            open(sys.argv[2], "wb").write(image.convert("RGB").tobytes())
            open(sys.argv[3], "wb").write(comment[8:].decode("utf-16-be").encode())
            """;

    @Test
    void pillowReadsThePixelsAndTheParameters(@TempDir Path folder) throws Exception {
        assumeTrue(isThere(), "python3 with Pillow is not here");
        String text = "a cat, \u732b \ud83d\udc31\nSteps: 20, Seed: 1";
        Raster picture = JpegFiles.pixels("baseline-444").orElseThrow();
        for (int quality : new int[] {30, 90}) {
            byte[] file = new JpegEncoder().encode(picture.width(), picture.height(), picture.values(), quality, text);
            Path jpeg = Files.write(folder.resolve("picture.jpg"), file);
            Path pixels = folder.resolve("pixels");
            Path comment = folder.resolve("comment");
            assertThat(python("-c", SCRIPT, jpeg.toString(), pixels.toString(), comment.toString()))
                    .isZero();

            assertThat(Files.readString(comment, StandardCharsets.UTF_8)).isEqualTo(text);
            byte[] ours = new PictureDecoder().picture(file, steps -> {}).values();
            byte[] theirs = Files.readAllBytes(pixels);
            assertThat(theirs).hasSameSizeAs(ours);
            for (int i = 0; i < ours.length; i++) {
                assertThat(Math.abs((ours[i] & 0xff) - (theirs[i] & 0xff))).isLessThanOrEqualTo(2);
            }
        }
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return python("-c", "import PIL") == 0;
        } catch (IOException none) {
            return false;
        }
    }

    private static int python(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "python3";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
