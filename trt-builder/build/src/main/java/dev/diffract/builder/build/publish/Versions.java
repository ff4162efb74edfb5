package dev.diffract.builder.build.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directories of a profile directory whose names are version numbers. */
final class Versions {

    private Versions() {}

    static boolean isNumber(String name) {
        return name.matches("[1-9]\\d{0,8}");
    }

    /** Ascending. */
    static List<Integer> in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory)
                    .map(child -> child.getFileName().toString())
                    .filter(Versions::isNumber)
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
    }
}
