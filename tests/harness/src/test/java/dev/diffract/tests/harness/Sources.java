package dev.diffract.tests.harness;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The Java files of all modules, whichever there are.
 *
 * @param main of what is shipped
 * @param test of what tests it
 */
record Sources(List<Path> main, List<Path> test) {

    private static final Set<String> NO_SOURCES = Set.of("target", ".git", ".diffract", "node_modules");

    static Sources find() throws IOException {
        Sources found = new Sources(new ArrayList<>(), new ArrayList<>());
        Files.walkFileTree(Programs.home(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NO_SOURCES.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    if (file.toString().contains("/src/main/java/")) {
                        found.main.add(file);
                    } else if (file.toString().contains("/src/test/java/")) {
                        found.test.add(file);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** The module's folder, relative to the project's. */
    static String module(Path file) {
        String path = Programs.home().relativize(file).toString();
        return path.substring(0, path.indexOf("/src/"));
    }

    static String packageOf(Path file) {
        String folder = file.getParent().toString();
        return folder.substring(folder.indexOf("/java/", folder.indexOf("/src/")) + "/java/".length())
                .replace('/', '.');
    }
}
