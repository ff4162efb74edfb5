package dev.diffract.tests.e2e;

import com.microsoft.playwright.options.FilePayload;
import dev.diffract.tests.harness.FrontendServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The page of a frontend with two slices of the demo model. */
abstract class PageFixture extends BrowserFixture {

    static final int GRAY = 0x80;

    @TempDir
    private static Path directory;

    static Deployment deployment;

    @BeforeAll
    static void start() {
        deployment = Deployment.start(directory, "--fault", "latency=30ms");
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
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
