package dev.diffract.tests.e2e;

import com.microsoft.playwright.options.FilePayload;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Programs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;

/** The page of a frontend with two slices of the demo model, which stay for all classes that a process runs: each only looks at the page and draws. */
abstract class PageFixture extends BrowserFixture {

    static final int GRAY = 0x80;

    static Deployment deployment;

    /** Ended with this process, which no program that it started outlives. */
    private static final class Shared {

        private static final Deployment DEPLOYMENT = start();

        private static Deployment start() {
            try {
                Path parent = Files.createDirectories(Programs.home().resolve("tests/e2e/target/repositories"));
                return Deployment.start(Files.createTempDirectory(parent, "page-"), "--fault", "latency=30ms");
            } catch (IOException e) {
                throw new UncheckedIOException("no place for the page's repository", e);
            }
        }
    }

    @BeforeAll
    static void start() {
        deployment = Shared.DEPLOYMENT;
    }

    @Override
    FrontendServer frontendServer() {
        return deployment.frontendServer();
    }

    /** 128 pixels wide and high. */
    static FilePayload gray(String name, String format) throws IOException {
        BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 128 * 128; i++) {
            image.setRGB(i % 128, i / 128, GRAY * 0x010101);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, format, file);
        return new FilePayload(name, "image/" + format, file.toByteArray());
    }
}
