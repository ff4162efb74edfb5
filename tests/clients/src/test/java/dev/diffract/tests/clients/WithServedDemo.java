package dev.diffract.tests.clients;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests that ask a frontend of their own. */
abstract class WithServedDemo {

    @TempDir
    static Path directory;

    static ServedDemo demo;

    @BeforeAll
    static void start() {
        demo = ServedDemo.start(directory);
    }

    @AfterAll
    static void stop() {
        if (demo != null) {
            demo.close();
        }
    }
}
