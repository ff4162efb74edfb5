package dev.diffract.tests.e2e;

import dev.diffract.tests.harness.ClassArchives;
import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The demo model's repository, built by the real builder once for all tests of a run. Most of them need one to draw with, few look at how it
 * was built, and each gets a copy that it may change.
 */
final class DemoRepository {

    private static final Path BUILT = build();

    /** @param target a path where nothing is */
    static void copyTo(Path target) {
        try {
            Files.walkFileTree(BUILT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    Files.createDirectory(target.resolve(BUILT.relativize(folder)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.copy(
                            file,
                            target.resolve(BUILT.relativize(file)),
                            LinkOption.NOFOLLOW_LINKS,
                            StandardCopyOption.COPY_ATTRIBUTES);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the demo's repository", e);
        }
    }

    private static Path build() {
        try {
            // The name is new each time, so that no test of this run draws with what an older builder left.
            Path parent = Files.createDirectories(Programs.home().resolve("tests/e2e/target/repositories"));
            Path built = Deployment.buildRepository(Files.createTempDirectory(parent, "demo-"), Programs.demoModel());
            ClassArchives.write(built);
            return built;
        } catch (IOException e) {
            throw new UncheckedIOException("no place for the demo's repository", e);
        }
    }

    private DemoRepository() {}
}
