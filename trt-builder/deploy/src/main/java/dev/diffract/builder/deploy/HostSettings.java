package dev.diffract.builder.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What belongs to the host among rendered files: the settings that Compose reads by itself from beside {@code compose.yaml}. No renderer writes any of
 * them, so they are somebody's own, whatever becomes of the files around them. They are never read here.
 */
final class HostSettings {

    static final Set<String> NAMES = Set.of(
            ".env",
            "compose.override.yaml",
            "compose.override.yml",
            "docker-compose.override.yaml",
            "docker-compose.override.yml");

    private HostSettings() {}

    /** What is in a directory and nobody's but this program's, if anybody's. */
    static List<Path> others(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> !NAMES.contains(child.getFileName().toString()))
                    .toList();
        }
    }

    /**
     * Puts the settings of one directory into another on the same file system, as they are. They stay in the first one too, unless the file
     * system has no second names for them.
     *
     * @return those that are no longer in the first
     */
    static List<String> carry(Path from, Path to) throws IOException {
        List<String> moved = new ArrayList<>();
        for (String name : NAMES) {
            Path own = from.resolve(name);
            if (Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    Files.createLink(to.resolve(name), own);
                } catch (IOException | UnsupportedOperationException e) {
                    // A directory, or a file system or owner that does not allow a second name.
                    Files.move(own, to.resolve(name));
                    moved.add(name);
                }
            }
        }
        return moved;
    }
}
